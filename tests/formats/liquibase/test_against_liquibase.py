"""Formatted SQL that nobody would write, as Liquibase itself and branchline read it."""

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchline.formats.liquibase import LIQUIBASE
from branchline.formats.liquibase.checksums import formatted_v9
from branchline.formats.liquibase.formatted import Written, formatted, is_formatted, raw
from branchline.formats.liquibase.paths import normalized
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.rules.liquibase import RULES
from branchline.sql.split import split
from branchline.testing import Example, examples
from tests.formats.trees import Files
from tests.real_liquibase import Liquibase, RefusedError

HEADER = "--liquibase formatted sql\n"
JAVA_BLANKS = "".join(map(chr, range(0x21)))


def some(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


def put(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    each = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.tuples(*each).map("".join)


BLANK = some("", " ", "  ", "\t")
DASHES = put(BLANK, some("--", "--", "--", "-", "---"), BLANK)
SWITCH = some(
    "splitStatements", "rollbackSplitStatements", "stripComments", "runOnChange", "RunAlways",
    "runInTransaction", "failOnError", "ignore", "runOrder", "foo",
)  # fmt: skip
ATTRIBUTE = st.one_of(
    put(SWITCH, some(":", "=", ": "), some("true", "FALSE", "yes", "", '"true"')),
    put(some("context", "contextFilter", "labels"), ":", some(
        "a", "a,b", '"a or b"', "a or b", '"a', '""', "", "'a'", 'a"b"', "${x}")),
    put("dbms:", some("sqlite", "!sqlite", "sqlite,h2", '"sqlite"', "h2, sqlite", ",h2", "none")),
    put("logicalFilePath:", some("x.sql", "/a/b.sql", "a\\b", "", "../u.sql", "C:/d", "a//b")),
    put(some("endDelimiter", "rollbackEndDelimiter", "runWith"), ":", some("//", ";", "", "GO")),
)  # fmt: skip
CHANGESET = put(
    some("--changeset ", "--changeset ", " -- Changeset  ", "--changeset", "-changeset "),
    some("a", '"x y"', '"a:b"', "a b", "", '"', "${x}", "é"),
    some(":", ":", ":", ": "),
    some("1", "2", '"y z"', "::", '"1"z', "", "${x}"),
    st.lists(put(some(" ", "\t", ","), ATTRIBUTE), max_size=3).map("".join),
)
LINE = st.one_of(
    some("select 1;", "x", "-- a comment", "", "  ", "select ${x} ${ X };", "/* c */", "/* x",
         "*/", "go", "/", "\x0b", "\x1f", "\xa0", "--", "é", HEADER.strip(),
         "-- liquibase formatted sql logicalFilePath:z.sql", "--include file:x",
         "--tagDatabase: x"),
    CHANGESET,
    CHANGESET,
    put(DASHES, some("rollback", "Rollback"), some(" ", "", ":", "\t"), some(
        "drop x;", "empty", "not required", "", "emptyish", "${x}", " ")),
    some("/* liquibase rollback", " /*LIQUIBASE rollback ", "/* liquibase rollback x */", "y; */"),
    put(DASHES, some("comment", "comments"), some(" ", ": ", ":", ""), some("hi", "")),
    put(DASHES, "validCheckSum", some(" ", ": ", ":"), some("any", "9:ab", "")),
    put(DASHES, "property", some(" ", "  "), some(
        "name:x value:1", "name:x value:2", "name: y value: ${x}", "name=x", "value:5 name:X",
        "name:x value:7 dbms:h2", "name:y value:a${nobody}")),
    put(DASHES, some("ignoreLines", "IGNORELINES", "ignore"), ":",
        some("start", "end", "1", "END")),
    put(DASHES, "preconditions", some(" ", ""), some(
        "onFail:HALT", "onFail:mark_ran", "onFail:no", "onSqlOutput:TEST", "onUpdateSQL:run", "")),
    put(DASHES, "precondition-", some("sql-check", "SQL-CHECK", "table-exists"), some(
        " expectedResult:0 select 1", " select 1", " table:x", " table:", "", " '0' x", " 0 1")),
)  # fmt: skip
FILES = st.tuples(
    some(
        HEADER, HEADER, " -- Liquibase  Formatted logicalFilePath:h.sql\n", "\n" + HEADER, "-- x\n"
    ),
    st.lists(LINE, max_size=8),
    some("\n", "\r\n", "\r"),
    some("", "\n"),
).map(lambda file: file[0] + file[2].join(file[1]) + file[3])


@settings(
    max_examples=int(os.environ.get("EXAMPLES", "150")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(FILES)
@hypothesis.example(f"{HEADER}--changeset a:1\nx\n--rollback empty\n--rollback y\n")
@hypothesis.example(f"{HEADER}--changeset  :1\nx\n")
@hypothesis.example(f"{HEADER}--changeset a:ignore:true\nx\n--ignoreLines:START\n")
@hypothesis.example("--liquibase formatted sql logicalFilePath:\n--changeset a:1\nx\n")
def test_a_file_is_to_branchline_what_it_is_to_liquibase(
    real_liquibase: Liquibase, text: str
) -> None:
    ours = [*formatted(text, "sqlite")] if is_formatted(text) else [raw(text)]

    theirs = asked(real_liquibase, text)

    refused = any(one.flaw for one in ours)
    if theirs is None or any(one["sql"] in ([], [""], [None]) for one in theirs):
        assert refused
    elif any("stands above it" in one.flaw for one in ours):
        assert not theirs  # silent there: SQL, and no changeset that would run it
    else:
        assert [told(one) for one in ours] == [seen(one) for one in theirs]
        assert not refused


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql", "mysql", "mssql", "oracle"])
def test_recorded_text_is_summed_alike_for_every_database(
    real_liquibase: Liquibase, dialect: str
) -> None:
    text = f"{HEADER}--changeset a:1\nselect 1 ;\r\n\xa0\tselect  'é';\n--changeset a:2\nx\n"

    found = asked(real_liquibase, text, dialect)

    assert found is not None
    assert [one["sum"] for one in found] == [formatted_v9(one.sql) for one in formatted(text, "x")]


@pytest.mark.parametrize(
    "example", [one for rule in RULES for one in examples(rule) if one.fires], ids=str
)
def test_liquibase_says_nothing_of_its_traps(real_liquibase: Liquibase, example: Example) -> None:
    text = re.sub(r" *-- finding$", "", example.text, flags=re.MULTILINE)

    assert asked(real_liquibase, text) is not None


@pytest.mark.parametrize(
    ("attributes", "sql"),
    [
        ("", "select 1\nGO\nselect 2\ngo\n"),
        ("", "select 1\n/\nselect 2;\n /\n"),
        ("", "select ';' ;select 2 -- ;\n;;\n/* ; */ select 3"),
        ("endDelimiter://", "select 1//\nselect 2 //\n"),
        ("endDelimiter:GO", "select 1\nGO\nselect 2\ngo\n"),
        (r"endDelimiter:\nGO", "select 1\nGO\nselect 2\ngo\n"),
        (r"endDelimiter:\n/\s*\n|\n/\s*$", "select 1/2\n/\nselect 2\n/\n"),
        ("endDelimiter:/", "select 1/2\n/\nselect 2\n/\n"),
        ("endDelimiter:;", "select 1;\nselect 2;\n"),
        ("splitStatements:true", "select 1;\ncreate table t (a int)\nGO\n"),
    ],
)
@pytest.mark.parametrize(
    ("dialect", "name"), [("postgres", "postgresql"), ("mysql", "mysql"), ("sqlite", "sqlite")]
)
def test_statements_end_where_liquibase_ends_them(
    real_liquibase: Liquibase, attributes: str, sql: str, dialect: str, name: str
) -> None:
    text = f"{HEADER}--changeset a:1 {attributes}\n{sql}"
    [ours] = formatted(text, dialect)

    found = asked(real_liquibase, text, name)

    assert found is not None
    assert bare(piece.text for piece in split(ours.script, dialect)) == bare(found[0]["statements"])


def test_properties_of_one_file_count_in_those_that_follow(
    real_liquibase: Liquibase, tmp_path: Path
) -> None:
    files = {
        "db/10_b.sql": HEADER
        + "--property name:k value:y\n--property name:l value:z global:false\n"
        + "--changeset a:1\nselect '${k}${l}';\n",
        "db/9_a.sql": HEADER + "--property name:k value:x\n--changeset a:1\nselect '${k}${l}';\n",
        "db/z.sql": "select '${k}';\n",
    }
    (tmp_path / "db").mkdir()
    for path, text in files.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    root = "databaseChangeLog:\n- includeAll: {path: db}\n"
    (tmp_path / "root.yaml").write_text(root, encoding="utf-8")
    tree, spec = Files(files), Changelog("app", "db", "liquibase", Engine("sqlite"))

    found = [LIQUIBASE.read(tree, entry, spec) for entry in LIQUIBASE.outline(tree, spec)]

    theirs = {one["path"]: one["sum"] for one in real_liquibase.parse(tmp_path, "root.yaml")}
    assert {each.entry.path: each.checksum for each in found} == theirs
    assert [trap.kind for each in found for trap in each.traps] == ["property"]


def bare(statements: Iterable[str]) -> list[str]:
    found = (re.sub(r"--[^\n]*|/\*.*?\*/", "", text) for text in statements)
    return [words for text in found if (words := " ".join(text.split()).rstrip("; "))]


def asked(engine: Liquibase, text: str, dialect: str = "sqlite") -> list[dict[str, Any]] | None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "c.sql").write_bytes(text.encode())
        try:
            return engine.parse(Path(folder), "c.sql", dialect)
        except RefusedError:
            return None


def told(one: Written) -> dict[str, Any]:
    said = dict(one.attributes)
    back = [] if one.undo is None or not one.undo.strip() else ["".join(one.undo.split())]
    return {
        "id": one.id,
        "author": one.author,
        "path": normalized(one.logical or "c.sql"),
        "sql": one.sql.strip(JAVA_BLANKS),
        "sum": formatted_v9(one.sql),
        "context": said.get("context", ""),
        "labels": words(said.get("labels", "")),
        "dbms": words(said.get("dbms", "")),
        "again": (said.get("runOnChange") == "true", said.get("runAlways") == "true"),
        "transaction": said.get("runInTransaction", "true") == "true",
        "ignored": said.get("ignore") == "true",
        "preconditions": any(name.startswith("precondition") for name in said),
        "valid": "validCheckSum" in said,
        "way back": one.undo is not None,
        "back": back,
    }


def seen(one: dict[str, Any]) -> dict[str, Any]:
    back = one["rollback"]
    return {
        "id": one["id"],
        "author": one["author"],
        "path": one["path"],
        "sql": one["sql"][0],
        "sum": one["sum"],
        "context": one["context"] or "",
        "labels": words(one["labels"]),
        "dbms": words(one["dbms"]),
        "again": (one["run_on_change"], one["always"]),
        "transaction": one["transaction"],
        "ignored": one["ignore"],
        "preconditions": one["preconditions"],
        "valid": one["valid"] != "[]",
        "way back": bool(back),
        "back": [] if back == ["EmptyChange"] else ["".join(text.split()) for text in back],
    }


def words(text: str) -> set[str]:
    return {word.strip().lower() for word in text.split(",") if word.strip()}
