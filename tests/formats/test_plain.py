"""Numbered SQL files."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.errors import UsageError
from branchline.formats.plain import PLAIN
from branchline.model.changelog import ChangeSet, Oddity, Order, Outline, Reversal, Script
from branchline.model.settings import Changelog
from branchline.model.tree import LIMIT, FileKind
from tests.formats.trees import SPEC, Files, below

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def read(*, name: str = "db/0001_a.sql", **others: str | bytes) -> ChangeSet:
    """Read the one changeset of a tree whose files are given by suffix."""
    stem = name.removesuffix(".sql")
    files = {f"{stem}.{end}" if end != "sql" else name: text for end, text in others.items()}
    tree = Files({path.replace("_sql", ".sql"): text for path, text in files.items()})
    [entry] = PLAIN.outline(tree, SPEC)
    return PLAIN.read(tree, entry, SPEC)


def strays(outline: Outline) -> list[tuple[str, Oddity]]:
    return [(each.place.path.removeprefix("db/"), each.what) for each in outline.strays]


def test_orders_by_number_and_not_by_name() -> None:
    outline = PLAIN.outline(below("10_c.sql", "9_b.sql", "0002_a.sql"), SPEC)

    assert [entry.change for entry in outline] == ["0002_a", "9_b", "10_c"]


def test_an_entry_says_all_that_names_tell() -> None:
    [entry] = PLAIN.outline(below("0042_orders.sql", "0042_orders.down.sql"), SPEC)

    assert (entry.change, entry.id, entry.path) == ("0042_orders", "42", "db/0042_orders.sql")
    assert entry.order == Order(0, (42,), "0042_orders")
    assert entry.oid == "oid of db/0042_orders.sql"
    assert entry.companions == (("db/0042_orders.down.sql", "oid of db/0042_orders.down.sql"),)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("0001.sql", "1"),
        ("1-orders.sql", "1"),
        ("1.2.3_orders.sql", "1.2.3"),
        ("1.0_orders.sql", "1"),
        ("0_init.sql", "0"),
        ("20260101120000_orders.sql", "20260101120000"),
        ("1_2_orders.sql", "1"),
        ("00.05.00_01_orders.sql", "0.5.0.1"),
        ("00.05.00_01.sql", "0.5.0.1"),
        ("1.2_2fa.sql", "1.2"),
        ("20260101_120000_orders.sql", "20260101.120000"),
        ("20260101_1200.sql", "20260101.1200"),
        ("20260101_12_orders.sql", "20260101"),
        ("20260101_1234567.sql", "20260101"),
        ("7_orders.up.sql", "7"),
        ("7_v1.5.sql", "7"),
    ],
)
def test_the_id_is_the_version_in_one_way_of_writing(name: str, id_: str) -> None:
    [entry] = PLAIN.outline(below(name), SPEC)

    assert entry.id == id_


def test_folders_are_part_of_the_name_and_not_of_the_identity() -> None:
    outline = PLAIN.outline(below("2025/1_a.sql", "2026/1_a.sql"), SPEC)

    assert [entry.change for entry in outline] == ["2025/1_a", "2026/1_a"]
    assert len(outline.with_id("1")) == 2


@pytest.mark.parametrize("way", ["down", "rollback", "undo"])
def test_a_way_back_without_a_change_is_an_orphan(way: str) -> None:
    outline = PLAIN.outline(below("1_a.sql", f"2_b.{way}.sql"), SPEC)

    assert strays(outline) == [(f"2_b.{way}.sql", Oddity.ORPHAN)]


def test_a_second_way_back_is_an_orphan() -> None:
    outline = PLAIN.outline(below("1_a.sql", "1_a.down.sql", "1_a.undo.sql"), SPEC)

    assert strays(outline) == [("1_a.undo.sql", Oddity.ORPHAN)]


def test_sql_that_would_never_run_is_said() -> None:
    outline = PLAIN.outline(below("1_a.sql", "seed.sql", "vv2_b.sql", "3_c.SQL", "README.md"), SPEC)

    assert [entry.change for entry in outline] == ["1_a"]
    assert strays(outline) == [
        ("3_c.SQL", Oddity.UNMATCHED),
        ("seed.sql", Oddity.UNMATCHED),
        ("vv2_b.sql", Oddity.UNMATCHED),
    ]


def test_what_hides_behind_a_dot_is_left_alone() -> None:
    outline = PLAIN.outline(below(".1_a.sql", ".drafts/2_b.sql"), SPEC)

    assert outline == Outline()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("db/1_a.sql", FileKind.SYMLINK),
        ("db/v1.0", FileKind.SYMLINK),
        ("db/2026", FileKind.SYMLINK),
        ("db/shared.git", FileKind.SUBMODULE),
        ("db/1_a.sql", FileKind.OTHER),
    ],
)
def test_what_is_no_regular_file_is_never_a_changeset(path: str, kind: FileKind) -> None:
    outline = PLAIN.outline(Files({path: kind}), SPEC)

    [stray] = outline.strays
    assert not outline.entries
    assert (stray.what, stray.detail) == (Oddity.IRREGULAR, f"is a {kind}")


def test_a_link_that_is_a_document_is_nobodys_business() -> None:
    assert PLAIN.outline(Files({"db/README.md": FileKind.SYMLINK}), SPEC) == Outline()


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        (b"1_\xff.sql".decode("utf-8", "surrogateescape"), "has a name that is not UTF-8"),
        ("1_a\n.sql", "has a name with characters that do not show"),
        ("1_a\u202elqs.sql", "has a name with characters that do not show"),
        (f"{'1' * 9999}_a.sql", "has a name of more than 255 bytes"),
    ],
)
def test_a_name_that_nobody_can_read_is_no_changeset(name: str, detail: str) -> None:
    outline = PLAIN.outline(below(name), SPEC)

    [stray] = outline.strays
    assert not outline.entries
    assert (stray.what, stray.detail) == (Oddity.NAME, detail)


def test_a_changelog_may_be_one_file_or_the_whole_repository() -> None:
    tree = Files({"1_a.sql": "", "db/2_b.sql": ""})

    assert [e.change for e in PLAIN.outline(tree, Changelog("x", "db/2_b.sql"))] == ["2_b"]
    assert [e.change for e in PLAIN.outline(tree, Changelog("x", ""))] == ["1_a", "db/2_b"]


@given(
    st.lists(st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,2})?_[ab]\.sql", fullmatch=True), unique=True),
    st.randoms(),
)
def test_the_order_is_not_that_of_the_file_system(names: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(names, len(names))

    assert PLAIN.outline(below(*names), SPEC) == PLAIN.outline(below(*shuffled), SPEC)


def test_reads_what_runs_and_the_way_back_with_its_line() -> None:
    changeset = read(sql="CREATE TABLE a (x int);\n\n-- Rollback:\nDROP TABLE a;\n")

    assert changeset.script == Script("CREATE TABLE a (x int);\n\n", "db/0001_a.sql", 1)
    assert changeset.rollback == Script("DROP TABLE a;\n", "db/0001_a.sql", 4)
    assert changeset.reversal is Reversal.PRESENT
    assert changeset.transaction


def test_the_way_back_may_stand_in_a_file_of_its_own() -> None:
    changeset = read(sql="CREATE TABLE a (x int);", down_sql="DROP TABLE a;")

    assert changeset.rollback == Script("DROP TABLE a;", "db/0001_a.down.sql")
    assert changeset.reversal is Reversal.PRESENT


@pytest.mark.parametrize("down", ["", "-- nothing yet\n", "/* later */"])
def test_an_empty_way_back_is_none(down: str) -> None:
    assert read(sql="SELECT 1;", down_sql=down).reversal is Reversal.NONE
    assert read(sql=f"SELECT 1;\n-- rollback\n{down}").reversal is Reversal.NONE
    assert read(sql=f"SELECT 1;\n-- rollback\n{down}").rollback is None


def test_a_change_may_say_that_there_is_no_way_back() -> None:
    here = read(sql="-- irreversible: the data is gone\nDROP TABLE a;")
    beside = read(sql="DROP TABLE a;", down_sql="-- irreversible: the data is gone\n")

    assert (here.reversal, here.reason) == (Reversal.IRREVERSIBLE, "the data is gone")
    assert (beside.reversal, beside.reason) == (Reversal.IRREVERSIBLE, "the data is gone")


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"a\nb\n\xff", "is not UTF-8 (byte 0xff at line 3)"),
        (b"a\r\rb\0", "has a NUL byte at line 3"),
        (b"\xff\xfea\0", "is UTF-16, and only UTF-8 is read"),
        (b" " * (LIMIT + 1), "is larger than 16 MiB"),
        (
            b"-- migrate:up\na\n-- migrate:down\nb",
            "is written for dbmate, which reads it otherwise",
        ),
        (
            b"-- branchline: no-transactoin\n",
            "says 'no-transactoin' at line 1, which means nothing; did you mean 'no-transaction'?",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, flaw: str) -> None:
    changeset = read(sql=data)

    assert changeset.flaw == flaw
    assert changeset.script is None


def test_a_way_back_that_cannot_be_read_is_said_too() -> None:
    twice = read(sql="a;\n-- rollback\nb;", down_sql="b;")
    broken = read(sql="a;", down_sql=b"\xff")

    assert twice.flaw == "has two ways back, in itself and in db/0001_a.down.sql"
    assert broken.flaw == (
        "has a way back, db/0001_a.down.sql, that is not UTF-8 (byte 0xff at line 1)"
    )


def test_mending_the_way_back_does_not_edit_history() -> None:
    texts = [
        "CREATE TABLE a (x int);\n",
        "\ufeffCREATE TABLE a (x int);  \r\n\r\n-- rollback\r\nDROP TABLE a;\r\n",
        "CREATE TABLE a (x int);\n-- irreversible: why\n",
        "--rollback DROP TABLE a;\nCREATE TABLE a (x int);",
    ]

    assert len({read(sql=text).checksum for text in texts}) == 1


@pytest.mark.parametrize(
    ("names", "path"),
    [
        ((), "db/0001_Orders_a_status.sql"),
        (("0009_a.sql",), "db/0010_Orders_a_status.sql"),
        (("9.sql",), "db/10_Orders_a_status.sql"),
        (("1.2.9_a.sql",), "db/1.2.10_Orders_a_status.sql"),
        (("2026/0003_a.sql",), "db/2026/0004_Orders_a_status.sql"),
        (("20260101120000_a.sql",), "db/20260304050607_Orders_a_status.sql"),
        (("20270101120000_a.sql",), "db/20270101120001_Orders_a_status.sql"),
        (("202601011200_a.sql",), "db/202603040506_Orders_a_status.sql"),
    ],
)
def test_a_new_file_comes_after_the_newest(names: tuple[str, ...], path: str) -> None:
    outline = PLAIN.outline(below(*names), SPEC)

    assert PLAIN.new_file("Orders: a status", outline, SPEC, NOW)[0] == path


def test_a_new_file_reads_back_with_its_title_on_one_line() -> None:
    path, text = PLAIN.new_file("Drop\n; orders", Outline(), SPEC, NOW)

    assert path == "db/0001_Drop_orders.sql"
    assert text == "-- Drop ; orders\n\n\n-- rollback\n\n"
    assert not read(sql=text).flaw


def test_a_title_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match="names nothing"):
        PLAIN.new_file("../..", Outline(), SPEC, NOW)


def test_a_letter_may_stand_before_the_version_and_a_new_file_keeps_it() -> None:
    names = ("v1.10.0_b.sql", "v1.9_a.sql", "v1.9_a.down.sql", "v2__flyways.sql")
    outline = PLAIN.outline(below(*names), SPEC)

    path, _ = PLAIN.new_file("more", outline, SPEC, NOW)

    assert [(entry.id, entry.change) for entry in outline] == [
        ("1.9", "v1.9_a"),
        ("1.10", "v1.10.0_b"),
    ]
    assert outline.entries[0].companions[0][0] == "db/v1.9_a.down.sql"
    assert [stray.place.path for stray in outline.strays] == ["db/v2__flyways.sql"]
    assert path == "db/v1.10.1_more.sql"
