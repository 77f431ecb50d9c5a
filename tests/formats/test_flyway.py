"""Flyway's files."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.formats.flyway import FLYWAY
from branchline.model.changelog import ChangeSet, Kind, Oddity, Order, Reversal, Script
from branchline.model.tree import FileKind
from tests.formats.trees import SPEC, Files, below

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def read(text: str | bytes, **others: str | bytes) -> ChangeSet:
    """Read V1__a.sql; the others are its undo (`undo`) and its configuration (`conf`)."""
    names = {"undo": "db/U1__a.sql", "conf": "db/V1__a.sql.conf"}
    tree = Files({"db/V1__a.sql": text} | {names[key]: held for key, held in others.items()})
    [entry] = FLYWAY.outline(tree, SPEC)
    return FLYWAY.read(tree, entry, SPEC)


def test_versions_come_first_and_then_repeatables_by_description() -> None:
    names = ("R__b_views.sql", "V10__x.sql", "V9_1__x.sql", "R__a.sql", "V9__x.sql")

    outline = FLYWAY.outline(below(*names), SPEC)

    assert [e.change for e in outline] == ["V9__x", "V9_1__x", "V10__x", "R__a", "R__b_views"]
    assert [e.id for e in outline] == ["9", "9.1", "10", "R:a", "R:b views"]


@pytest.mark.parametrize(
    ("name", "kind", "id_", "order"),
    [
        ("V1.2__orders.sql", Kind.VERSIONED, "1.2", Order(0, (1, 2))),
        ("V01_0__orders.SQL", Kind.VERSIONED, "1", Order(0, (1,))),
        ("V1.sql", Kind.VERSIONED, "1", Order(0, (1,))),
        ("V1___x__y.sql", Kind.VERSIONED, "1", Order(0, (1,))),
        ("V20260101120000__x.sql", Kind.VERSIONED, "20260101120000", Order(0, (20260101120000,))),
        ("B3__all.sql", Kind.BASELINE, "B:3", Order(0, (3,))),
        ("R__my_views.sql", Kind.REPEATABLE, "R:my views", Order(1, (), "my views")),
        ("sub/deep/V2__x.sql", Kind.VERSIONED, "2", Order(0, (2,))),
    ],
)
def test_a_name_says_what_it_is(name: str, kind: Kind, id_: str, order: Order) -> None:
    outline = FLYWAY.outline(below(name), SPEC)

    [entry] = outline
    assert (entry.kind, entry.id, entry.order) == (kind, id_, order)
    assert entry.change == name.rpartition("/")[2][:-4]
    assert not outline.strays


def test_one_version_written_twice_is_a_duplicate() -> None:
    outline = FLYWAY.outline(below("V1__a.sql", "sub/V01.0__b.sql"), SPEC)

    assert len(outline.with_id("1")) == 2


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("v1__a.sql", "'V' only"),
        ("V1_orders.sql", "wants two"),
        ("V1-a__b.sql", "ignores"),
        ("V__a.sql", "ignores"),
        ("R_views.sql", "ignores"),
        ("seed.sql", "ignores"),
        ("V1__a.sql.bak", "does not end in .sql"),
        ("V1__a.txt", "does not end in .sql"),
        ("V1__a.java", "does not end in .sql"),
        ("beforemigrate.sql", "ignores"),
    ],
)
def test_what_flyway_silently_ignores_is_said(name: str, word: str) -> None:
    outline = FLYWAY.outline(below(name), SPEC)

    [stray] = outline.strays
    assert not outline.entries
    assert stray.what is Oddity.UNMATCHED
    assert word in stray.detail


@pytest.mark.parametrize(
    "name",
    [
        "beforeMigrate.sql",
        "afterMigrateError__mail.sql",
        "beforeEachMigrateStatement.sql",
        "afterMigrateApplied.sql",
        "createSchema.sql",
        "README.md",
        "flyway.conf",
        "Views.java",
    ],
)
def test_callbacks_and_other_files_are_at_home_here(name: str) -> None:
    outline = FLYWAY.outline(below(name), SPEC)

    assert not outline.entries
    assert not outline.strays


def test_undo_and_configuration_belong_to_their_migration() -> None:
    names = ("V1_0__a.sql", "U1__back.sql", "V1_0__a.sql.conf")

    [entry] = FLYWAY.outline(below(*names), SPEC)

    assert [path for path, _ in entry.companions] == ["db/V1_0__a.sql.conf", "db/U1__back.sql"]


@pytest.mark.parametrize(
    ("names", "stray"),
    [
        (("U2__a.sql",), "db/U2__a.sql"),
        (("V1__a.sql", "U1__a.sql", "U1.0__b.sql"), "db/U1.0__b.sql"),
        (("V1__a.sql", "V2__a.sql.conf"), "db/V2__a.sql.conf"),
        (("B1__a.sql", "U1__a.sql"), "db/U1__a.sql"),
    ],
)
def test_what_belongs_to_nothing_is_an_orphan(names: tuple[str, ...], stray: str) -> None:
    outline = FLYWAY.outline(below(*names), SPEC)

    assert [(each.place.path, each.what) for each in outline.strays] == [(stray, Oddity.ORPHAN)]


def test_a_link_is_never_a_migration() -> None:
    outline = FLYWAY.outline(Files({"db/V1__a.sql": FileKind.SYMLINK}), SPEC)

    assert [stray.what for stray in outline.strays] == [Oddity.IRREGULAR]


@given(
    st.lists(st.from_regex(r"V[0-9]{1,2}([._][0-9])?__[ab]\.sql", fullmatch=True), unique=True),
    st.randoms(),
)
def test_the_order_is_not_that_of_the_file_system(names: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(names, len(names))

    assert FLYWAY.outline(below(*names), SPEC) == FLYWAY.outline(below(*shuffled), SPEC)


def test_reads_a_migration_as_flyway_does() -> None:
    changeset = read("\ufeffcreate table t (id int);\r\n-- rollback\r\n")

    assert changeset.checksum == read("create table t (id int);-- rollback").checksum
    assert changeset.script == Script("create table t (id int);\r\n-- rollback\r\n", "db/V1__a.sql")
    assert (changeset.reversal, changeset.rollback) == (Reversal.NONE, None)


def test_reads_the_undo() -> None:
    changeset = read("a;", undo="b;")

    assert (changeset.reversal, changeset.rollback) == (
        Reversal.PRESENT,
        Script("b;", "db/U1__a.sql"),
    )
    assert read("a;", undo="-- later").reversal is Reversal.NONE


def test_a_way_back_is_written_in_a_file_of_its_own() -> None:
    tree = Files({"db/sub/V1.2__orders.sql": "SELECT 1;", "db/R__views.sql": "SELECT 2;"})

    orders, views = (FLYWAY.read(tree, entry, SPEC) for entry in FLYWAY.outline(tree, SPEC))

    assert orders.undo_path == "db/sub/U1.2__orders.sql"
    assert not views.undo_path


def test_a_script_configuration_may_refuse_the_transaction() -> None:
    assert not read("a;", conf="# vacuum\nexecuteInTransaction = FALSE\r\n").transaction
    assert read("a;", conf="executeInTransaction=true").transaction
    assert read("a;", conf="# executeInTransaction=false").transaction


@pytest.mark.parametrize(
    ("changeset", "flaw"),
    [
        (read(b"\xff"), "is not UTF-8 (byte 0xff at line 1)"),
        (read("a;", undo="b\0"), "belongs to db/U1__a.sql, which has a NUL byte at line 1"),
        (
            read("a;", conf="encoding=ISO-8859-1"),
            "is written in ISO-8859-1, as db/V1__a.sql.conf says, and only UTF-8 is read",
        ),
        (
            read("-- branchline: contexts dev\na;"),
            "says 'branchline: contexts', which Flyway does not know",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(changeset: ChangeSet, flaw: str) -> None:
    assert changeset.flaw == flaw
    assert changeset.script is None


def test_a_migration_may_say_that_there_is_no_way_back() -> None:
    changeset = read("-- branchline: irreversible: it is gone\nDROP TABLE a;")

    assert (changeset.reversal, changeset.reason) == (Reversal.IRREVERSIBLE, "it is gone")


@pytest.mark.parametrize(
    ("names", "path"),
    [
        ((), "db/V1__Add_orders.sql"),
        (("V1.9__a.sql", "R__x.sql"), "db/V1.10__Add_orders.sql"),
        (("V1_9__a.sql",), "db/V1.10__Add_orders.sql"),
        (("V007__a.sql",), "db/V008__Add_orders.sql"),
        (("2026/V20260101120000__a.sql",), "db/2026/V20260304050607__Add_orders.sql"),
    ],
)
def test_a_new_file_comes_after_the_newest(names: tuple[str, ...], path: str) -> None:
    outline = FLYWAY.outline(below(*names), SPEC)

    assert FLYWAY.new_file("Add  orders!", outline, SPEC, NOW) == (path, "-- Add orders!\n\n")
