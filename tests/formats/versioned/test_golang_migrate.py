"""golang-migrate's pairs of files, by its own expression (`source/parse.go`)."""

import pytest

from branchline.formats import get
from branchline.model.changelog import Oddity, Reversal
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from tests.formats.trees import Files

FORMAT = get("golang-migrate")
SPEC = Changelog("app", "db", "golang-migrate", Engine("postgres"))


def test_up_and_down_of_one_number_belong_together_whatever_they_are_called() -> None:
    files = Files({"db/1_a.up.sql": "SELECT 1;", "db/0001_other.down.sql": "SELECT 2;"})

    [entry] = FORMAT.outline(files, SPEC)
    changeset = FORMAT.read(files, entry, SPEC)

    assert (entry.id, entry.change) == ("1", "1_a")
    assert changeset.rollback
    assert changeset.rollback.path == "db/0001_other.down.sql"
    assert changeset.reversal is Reversal.PRESENT


def test_numbers_are_compared_as_numbers_up_to_64_bits() -> None:
    names = ("10_a", "9_b", "18446744073709551615_c", "18446744073709551616_d", "0_e")
    outline = FORMAT.outline(Files({f"db/{name}.up.sql": "" for name in names}), SPEC)

    assert [entry.id for entry in outline] == ["0", "9", "10", "18446744073709551615"]
    assert [stray.place.path for stray in outline.strays] == ["db/18446744073709551616_d.up.sql"]


def test_what_migrate_does_not_read_is_said() -> None:
    names = (
        "1_a.up.sql",
        "2.up.sql",
        "3_x.sql",
        "sub/4_x.up.sql",
        "5_x.down.sql",
        "1_b.down.sql",
        "1_c.down.sql",
    )
    outline = FORMAT.outline(Files({f"db/{name}": "" for name in names}), SPEC)

    assert [(stray.place.path, stray.what) for stray in outline.strays] == [
        ("db/1_c.down.sql", Oddity.ORPHAN),
        ("db/2.up.sql", Oddity.UNMATCHED),
        ("db/3_x.sql", Oddity.UNMATCHED),
        ("db/5_x.down.sql", Oddity.ORPHAN),
        ("db/sub/4_x.up.sql", Oddity.UNMATCHED),
    ]


@pytest.mark.parametrize(
    ("dialect", "text", "transaction"),
    [
        ("postgres", "CREATE INDEX CONCURRENTLY i ON a (b);", False),
        ("postgres", "SELECT 1; SELECT 2;", True),
        ("sqlite", "SELECT 1;", True),
        ("mysql", "SELECT 1; SELECT 2;", False),
    ],
)
def test_one_statement_alone_has_no_transaction_on_postgres(
    dialect: str, text: str, *, transaction: bool
) -> None:
    spec = Changelog("app", "db", "golang-migrate", Engine(dialect))
    files = Files({"db/1_a.up.sql": text})
    [entry] = FORMAT.outline(files, spec)

    assert FORMAT.read(files, entry, spec).transaction is transaction


@pytest.mark.parametrize(
    ("down", "reversal", "flaw"),
    [
        ("", Reversal.NONE, ""),
        ("-- words", Reversal.NONE, ""),
        (b"\xff", Reversal.NONE, "way back"),
    ],
)
def test_a_way_back_may_be_empty_or_unreadable(
    down: str | bytes, reversal: Reversal, flaw: str
) -> None:
    files = Files({"db/1_a.up.sql": "SELECT 1;", "db/1_a.down.sql": down})
    [entry] = FORMAT.outline(files, SPEC)

    changeset = FORMAT.read(files, entry, SPEC)

    assert changeset.reversal is reversal
    assert flaw in changeset.flaw
    assert changeset.undo_path in {"db/1_a.down.sql", ""}


def test_each_of_two_with_one_number_keeps_its_own_way_back() -> None:
    names = ("2_b.up.sql", "2_z.up.sql", "2_z.down.sql", "2_b.down.sql")
    outline = FORMAT.outline(Files({f"db/{name}": "" for name in names}), SPEC)

    assert [entry.companions[0][0] for entry in outline] == ["db/2_b.down.sql", "db/2_z.down.sql"]
