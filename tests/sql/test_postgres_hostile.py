"""What nobody would write but somebody may push, and both of the grammars."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.model.operations.session import Insert
from branchline.sql.postgres import read
from branchline.sql.postgres.depth import depth
from branchline.sql.postgres.shorten import shorten
from tests.sql.test_postgres_objects import FUNCTIONS
from tests.sql.test_postgres_objects import STATEMENTS as OBJECTS
from tests.sql.test_postgres_session import BLOCKS
from tests.sql.test_postgres_session import STATEMENTS as SESSION
from tests.sql.test_postgres_tables import COLUMNS, COMMANDS, CONSTRAINTS, STATEMENTS, TABLES

CORPUS = (
    *(f"alter table t {text}" for text, _ in COMMANDS),
    *(f"alter table t add {text}" for text, _ in (*CONSTRAINTS, *COLUMNS)),
    *(text for text, _ in (*STATEMENTS, *TABLES, *OBJECTS, *FUNCTIONS, *SESSION)),
    *(f"do $body${body}$body$" for body, _ in BLOCKS),
)
PIECES = ("'", '"', "$$", "(", ")", ",", ";", "--", "/*", "*/", "not null", "as", "::", "é", "\0", "😀", "\ud800", "::int", "1+1", " from ", "{", "E'\\", "\n")  # fmt: skip  # noqa: E501

COMPLAINTS = [
    ("create tabel t", 'syntax error at or near "tabel"', 7),
    ("sélect 1; drop", 'syntax error at or near "sélect"', 0),
    ("select 'é', 1 1", 'syntax error at or near "1"', 14),
    ("select 'x", 'unterminated quoted string at or near "\'x"', 7),
    ("select (", "syntax error at end of input", 8),
    ("select '\0'", "null character not permitted", 8),
    ("select '\ud800'", 'invalid byte sequence for encoding "UTF8"', 8),
]

DEEP = [
    "select 1" + "+1" * 100_000,
    "select a" + "::int" * 100_000,
    "select 'x'" + " || 'x'" * 100_000,
    "select 1" + " union select 1" * 100_000,
    "select * from t" + " cross join t" * 100_000,
    "select a" + " is null" * 100_000,
    "select a" + " at time zone b" * 100_000,
    "select a" + ' collate "C"' * 100_000,
    "select a" + " operator(pg_catalog.+) a" * 100_000,
    "select " + "(" * 100_000 + "1" + ")" * 100_000,
    "select " + "f(" * 9_000 + "1" + ")" * 9_000,
    "select " + "not " * 9_000 + "true",
    "select " + "(1+" * 9_000 + "1" + ")" * 9_000,
    "select " + "(" * 3000 + "1" + "+1)" * 3000 + "+1" * 30_000,
    "select 1 /* /* */ ' */" + "+1" * 100_000,
    "select E'a'\n'\\' " + "+1" * 100_000 + "'" + "+1" * 100_000,
    "select a$x$" + "+1" * 100_000 + "+ a$x$",
    "do $$ begin perform 1" + "+1" * 100_000 + "; end $$",
    "create table t (c int default 1" + "+1" * 100_000 + ")",
    "insert into t values (1" + "+1" * 100_000 + ")",
]


@pytest.mark.parametrize(("text", "error", "offset"), COMPLAINTS)
def test_a_complaint_is_the_servers_and_says_where(text: str, error: str, offset: int) -> None:
    parsed = read(text)

    assert (parsed.error, parsed.offset) == (error, offset)
    assert not parsed.operations


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    parsed = read(text)

    assert not (parsed.error and parsed.operations)
    assert 0 <= parsed.offset <= len(text)


@given(st.data())
def test_any_broken_statement_has_an_answer(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(CORPUS))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    other = data.draw(st.sampled_from(CORPUS))
    insert = data.draw(st.one_of(st.sampled_from(PIECES), st.just(other[start:end]), st.text()))

    parsed = read(text[:start] + insert + text[end:])

    assert not (parsed.error and parsed.operations)


def test_no_depth_ends_the_process() -> None:
    script = (
        "import json, sys\n"
        "from branchline.sql.postgres import read\n"
        "for text in json.load(sys.stdin): print(read(text).error)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(DEEP), capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(DEEP)


def test_wide_statements_are_not_deep() -> None:
    conditions = " or ".join(f"a = {number}" for number in range(2_000))
    rows = ", ".join(f"({number} + 1, '2020-01-01'::date - 1)" for number in range(9_000))

    assert read(f"delete from t where {conditions}").operations
    assert read(f"insert into t select * from (values {rows}) v").operations
    assert depth(rows) < 10


def test_a_long_insert_is_read_by_its_first_rows() -> None:
    head, tail = 'insert into a.t (a, "b") values ', "(1, '') on conflict do nothing"
    text = head + "(1, 'it''s (so), --'), " * 20_000 + tail

    parsed = read(text)

    assert len(shorten(text).text) < 20_000
    [operation] = parsed.operations
    assert isinstance(operation, Insert)
    assert operation.columns == ("a", "b")
    assert operation.on_conflict


def test_a_mistake_after_many_rows_is_found_where_it_is() -> None:
    text = "insert into t values " + "(1, 'x'), " * 20_000 + "(1) oops x"

    parsed = read(text)

    assert text[parsed.offset :] == "oops x" or text[parsed.offset :] == "x"


@pytest.mark.parametrize("row", ["(E'\\'),(')", "($$ ( $$)", "(1 -- )\n)", '("a)")', "(1 /* ) */)"])
def test_rows_that_are_hard_to_tell_are_kept(row: str) -> None:
    text = "insert into t values " + f"{row}, " * 9_000 + row

    assert shorten(text).text == text


def test_both_grammars_say_the_same() -> None:
    script = (
        "import json, sys\n"
        "sys.modules['pgparse'] = None\n"
        "from branchline.sql.postgres import read\n"
        "print(json.dumps([repr(read(text)) for text in json.load(sys.stdin)]))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(CORPUS),
        capture_output=True,
        text=True,
        check=True,
    )

    said = json.loads(done.stdout)
    assert [(t, s) for t, s in zip(CORPUS, said, strict=True) if s != repr(read(t))] == []
