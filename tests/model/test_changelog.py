from branchline.model.changelog import (
    ChangelogDiff,
    ChangeSet,
    Edit,
    Entry,
    Kind,
    Order,
    Outline,
    Rename,
)
from branchline.model.effects import Effect
from branchline.model.finding import Allowance, Place, Severity
from branchline.model.operations import Name
from branchline.model.operations.tables import DropTable, RenameTable
from branchline.model.refs import RefUpdate
from branchline.model.settings import Changelog, Settings
from branchline.model.statement import Situation, Statement, Transaction, Unit


def entry(number: int, name: str, kind: Kind = Kind.VERSIONED) -> Entry:
    phase = 1 if kind is Kind.REPEATABLE else 0
    change = f"{number:04}_{name}"
    return Entry(change, str(number), f"db/{change}.sql", Order(phase, (number,), change), kind)


USERS, ORDERS = entry(1, "users"), entry(2, "orders")
VIEW = entry(0, "view", Kind.REPEATABLE)


def test_the_newest_is_the_last_versioned_one() -> None:
    assert Outline((USERS, ORDERS, VIEW)).newest() == ORDERS
    assert Outline((VIEW,)).newest() is None
    assert list(Outline((USERS,))) == [USERS]


def test_finds_all_with_one_id() -> None:
    twin = entry(2, "carts")

    assert Outline((USERS, ORDERS, twin)).with_id("2") == (ORDERS, twin)


def test_a_diff_knows_the_changelog_that_it_leads_to() -> None:
    renamed = entry(1, "people")
    added = entry(3, "carts")
    diff = ChangelogDiff(
        applied=Outline((USERS, ORDERS)),
        added=(ChangeSet(added),),
        removed=(ORDERS,),
        renamed=(Rename(USERS, renamed),),
    )

    assert list(diff.entries_after()) == [renamed, added]


def test_a_statement_sees_what_its_unit_does_before_and_after_it() -> None:
    drop, rename = DropTable(Name("users")), RenameTable(Name("orders"), Name("carts"))
    unit = Unit(((drop,), (), (rename,)))
    middle = Statement("SELECT 1", unit=unit, position=1)

    assert list(middle.earlier()) == [drop]
    assert list(middle.later()) == [rename]


def test_what_the_unit_made_is_private_and_so_are_temporary_tables() -> None:
    situation = Situation(created=frozenset({"orders"}), temporary=frozenset({"scratch"}))
    statement = Statement("SELECT 1", situation=situation)

    assert statement.is_private(Name("orders", "public"))
    assert statement.is_private(Name("scratch"))
    assert not statement.is_private(Name("users"))
    assert statement.name(Name("log", "audit")) == "audit.log"


def test_a_statement_pairs_operations_with_effects() -> None:
    statement = Statement("…", operations=(DropTable(Name("a")),), effects=(Effect(),))

    assert list(statement) == [(DropTable(Name("a")), Effect())]
    assert statement.in_transaction


def test_a_situation_knows_its_settings() -> None:
    situation = Situation(Transaction.NONE, settings=(("lock_timeout", "2s"),))

    assert situation.setting("lock_timeout") == "2s"
    assert situation.setting("statement_timeout") is None
    assert not Statement("…", situation=situation).in_transaction


def test_small_words() -> None:
    changeset = ChangeSet(USERS)

    assert (changeset.change, changeset.place) == ("0001_users", Place("db/0001_users.sql", 1))
    assert DropTable.kind() == "drop-table"
    assert Severity.ERROR.word == "error"
    assert RefUpdate("refs/heads/release/1").short == "release/1"
    assert Settings((Changelog("app"),)).changelog("app") == Changelog("app")
    assert Settings().changelog("app") is None


def test_an_allowance_counts_unless_flawed_or_expired() -> None:
    place = Place("a.sql", 1)

    assert Allowance(("drop-table",), "ticket 7", place, 1, 2).counts
    assert not Allowance(("drop-table",), "", place, 1, 2, flaw="no reason").counts
    assert not Allowance(("drop-table",), "x", place, 1, 2, expired=True).counts


def test_heads_are_what_no_other_one_follows() -> None:
    base, left, right, plain = (
        Entry("a", "a", "a.py", Order(0, (1,)), follows=()),
        Entry("b", "b", "b.py", Order(0, (2,)), parents=("a",), follows=("a",)),
        Entry("c", "c", "c.py", Order(0, (3,)), parents=("a", "b"), follows=("a",)),
        USERS,
    )

    assert Outline((base, left, right, plain)).heads() == (left, right)
    assert Outline((plain,)).heads() == ()


def test_what_was_edited_is_in_the_changelog_as_it_is_now() -> None:
    before = Entry("b", "b", "b.py", Order(0, (2,)), follows=("a",))
    after = Entry("b", "b", "b.py", Order(0, (2,)), follows=("c",))
    changed = ChangelogDiff(applied=Outline((before,)), changed=(ChangeSet(after),))
    edited = ChangelogDiff(
        applied=Outline((before,)), edited=(Edit(ChangeSet(before), ChangeSet(after)),)
    )

    assert list(changed.entries_after()) == [after]
    assert list(edited.entries_after()) == [after]
