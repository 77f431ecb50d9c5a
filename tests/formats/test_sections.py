"""Comments that say more than SQL can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.formats.sections import Sections, is_empty, sections
from branchline.model.changelog import Reversal

LINES = st.lists(
    st.sampled_from(
        ["SELECT 1;", "", "-- words", "--rollback DROP TABLE a;", "-- irreversible: why", "  x 'y'"]
    )
)


def read(*lines: str, dialect: str = "postgres") -> Sections:
    return sections("\n".join(lines), dialect)


@pytest.mark.parametrize(
    "line", ["-- rollback", "--rollback", "  --  ROLLBACK :  ", "-- branchline: rollback"]
)
@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite", "oracle"])
def test_a_rollback_comment_cuts_the_file(line: str, dialect: str) -> None:
    found = read("a;", line, "b;", dialect=dialect)

    assert (found.up, found.down, found.down_line) == ("a;\n", "b;", 3)


@pytest.mark.parametrize(
    "lines",
    [
        ("SELECT '", "-- rollback", "';"),
        ("DO $$", "-- rollback", "$$;"),
        ("/*", "-- rollback", "*/"),
        ("-- rollback is not possible",),
        ("-- rollback: DROP TABLE a",),
        ("SELECT 1; -- rollback",),
        ("ROLLBACK;",),
        ("--rollback2",),
        ("/* /* */", "-- rollback", "*/ */"),
    ],
)
def test_what_only_looks_like_a_rollback_is_text(lines: tuple[str, ...]) -> None:
    found = read("x;", *lines)

    assert (found.up, found.down, found.flaw) == ("\n".join(("x;", *lines)), None, "")


def test_single_lines_of_undo_keep_their_lines_and_columns() -> None:
    found = read("CREATE TABLE a (x int);", "--rollback DROP TABLE a;", "b;", "--rollback c;")

    assert found.up == "CREATE TABLE a (x int);\n\nb;\n"
    assert found.down == "\n           DROP TABLE a;\n\n           c;"
    assert (found.down_line, found.reversal) == (1, Reversal.PRESENT)


@pytest.mark.parametrize("dialect", ["postgres", "mysql"])
def test_undo_may_be_said_to_need_nothing(dialect: str) -> None:
    found = read("ANALYZE a;", "--rollback not required", dialect=dialect)

    assert (found.down, found.reversal) == ("\n", Reversal.PRESENT)


def test_the_header_says_where_a_change_runs() -> None:
    found = read(
        "-- Orders",
        "-- branchline: contexts (dev or test) and !eu",
        "-- Labels: a,b",
        "",
        "--dbms: postgresql",
        "-- branchline: no-transaction",
        "VACUUM;",
    )

    assert (found.contexts, found.labels, found.dbms) == (
        "(dev or test) and !eu",
        "a,b",
        "postgresql",
    )
    assert not found.transaction


def test_a_licence_above_is_part_of_the_header() -> None:
    assert read("/* (c) Ada */", "-- contexts: dev", "a;").contexts == "dev"


@pytest.mark.parametrize(
    "line", ["-- no-transaction", "-- transaction: false", "-- branchline: transactional: no"]
)
def test_a_transaction_can_be_refused_in_many_words(line: str) -> None:
    assert not read(line, "VACUUM;").transaction


@pytest.mark.parametrize("line", ["-- transaction: true", "-- transaction log", "-- contexts of x"])
def test_prose_says_nothing(line: str) -> None:
    assert read(line, "a;") == Sections(f"{line}\na;", counted=f"{line}\na;")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("-- irreversible", ""),
        ("-- irreversible: data is gone", "data is gone"),
        ("-- irreversible(data is gone)", "data is gone"),
        ("-- branchline: irreversible(data is gone)", "data is gone"),
        ("-- branchline: irreversible data is gone", "data is gone"),
    ],
)
def test_a_change_can_be_irreversible_for_a_reason(line: str, reason: str) -> None:
    found = read("DROP TABLE a;", "-- rollback", line)

    assert (found.reversal, found.reason) == (Reversal.IRREVERSIBLE, reason)


def test_allowances_are_somebody_elses() -> None:
    assert not read("-- branchline: allow drop-table: it is empty", "DROP TABLE a;").flaw


@pytest.mark.parametrize(
    ("lines", "flaw"),
    [
        (
            ("a;", "-- rollback", "b;", "-- rollback", "c;"),
            "says 'rollback' twice, at lines 2 and 4",
        ),
        (("--rollback b;", "-- rollback", "c;"), "has two ways back, at lines 1 and 2"),
        (("-- contexts: a", "-- context: b"), "says 'contexts' twice, at lines 1 and 2"),
        (("-- contexts:", "a;"), "says 'contexts' at line 1, and not which"),
        (
            ("a;", "-- branchline: contexts dev"),
            "says 'contexts' at line 2, which must stand above the first statement",
        ),
        (
            ("a;", "-- contexts: dev"),
            "says 'contexts' at line 2, which must stand above the first statement",
        ),
        (
            ("a;", "-- no-transaction"),
            "says 'no-transaction' at line 2, which must stand above the first statement",
        ),
        (
            ("-- rollback", "-- branchline: contexts dev"),
            "says 'contexts' at line 2, which must stand above the first statement",
        ),
        (("-- branchline: zzz",), "says 'zzz' at line 1, which means nothing"),
    ],
)
def test_a_comment_that_has_no_meaning_is_said(lines: tuple[str, ...], flaw: str) -> None:
    assert read(*lines).flaw == flaw


def test_single_lines_inside_a_section_are_comments() -> None:
    found = read("a;", "-- rollback", "--rollback b;", "c;")

    assert (found.down, found.flaw) == ("--rollback b;\nc;", "")


@given(LINES, LINES)
def test_the_cut_loses_no_text(up: list[str], down: list[str]) -> None:
    above = [line for line in up if not line.startswith(("--r", "-- i"))]
    below = [line for line in down if not line.startswith("-- i")]
    text = "\n".join([*above, "-- rollback", *below])

    found = sections(text, "postgres")

    assert f"{found.up}-- rollback\n{found.down}" == text + ("" if below else "\n")


@given(LINES)
def test_lines_stay_where_they_are(lines: list[str]) -> None:
    found = sections("\n".join(lines), "postgres")

    if not found.flaw:
        up, down = found.up.split("\n"), (found.down or "").split("\n")
        for place, line in enumerate(lines):
            undo = line.startswith("--rollback")
            assert up[place] == ("" if undo else line)
            assert not undo or down[place] == line.replace("--rollback", " " * 10)


@given(st.text(st.sampled_from("-- rolback:'$\"/*\r\n;in"), max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    sections(text, "postgres")
    sections(text, "mysql")


@pytest.mark.parametrize("text", ["", " \n", "-- a\n/* b */ -- c", "/***/"])
def test_comments_alone_are_nothing(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize("text", ["a", "/* b", "/*! SET x */", "-- a\nb", "/* a */ */"])
def test_anything_else_is_something(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.parametrize(
    "text",
    ["--rollback x\n" * 100_000, "-- rollback x\n" * 100_000, "/* " * 100_000 + "\n-- rollback"],
)
def test_hostile_texts_cost_no_more_than_their_length(text: str) -> None:
    assert sections(text, "postgres").up.count("\n") == text.count("\n")


def test_a_lone_carriage_return_ends_a_line_where_the_server_says_so() -> None:
    text = "a;\r-- rollback\rb;"

    assert sections(text, "postgres").down == "b;"
    assert sections("-- a\r-- rollback\rb;", "mysql").down is None
