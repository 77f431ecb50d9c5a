import pytest

from branchline.model.changelog import ChangeSet, Entry, Kind, Order, Reversal
from branchline.model.statement import Statement
from branchline.rules.reversibility.missing_rollback import missing_rollback

ENTRY = Entry("0001_orders", "1", "0001_orders.sql", Order(0, (1,)))
ONE = (Statement("SELECT 1"),)


def test_names_the_change_and_both_ways_out() -> None:
    [problem] = missing_rollback(ChangeSet(ENTRY, statements=ONE))

    assert problem.message == "0001_orders has no rollback"
    assert problem.hint == (
        "add one below a line '-- rollback', or say why there is none:"
        " -- branchline: irreversible(reason)"
    )


def test_names_the_line_that_liquibase_takes() -> None:
    entry = Entry("a.sql::1::ada", "a.sql::1::ada", "a.sql", Order(0, (1,)), author="ada")

    [problem] = missing_rollback(ChangeSet(entry, statements=ONE))

    assert problem.hint == (
        "add a line '--rollback SQL', or '--rollback not required' where there is none"
    )


def test_names_the_file_where_the_format_keeps_the_way_back_in_one_of_its_own() -> None:
    changeset = ChangeSet(ENTRY, statements=ONE, undo_path="db/U1__orders.sql")

    [problem] = missing_rollback(changeset)

    assert problem.hint.startswith("add one in db/U1__orders.sql, or say why")


@pytest.mark.parametrize("reversal", [*Reversal][:1] + [*Reversal][2:])
def test_any_other_word_about_the_way_back_is_enough(reversal: Reversal) -> None:
    assert not [*missing_rollback(ChangeSet(ENTRY, statements=ONE, reversal=reversal))]


def test_a_repeatable_has_no_way_back() -> None:
    entry = Entry("R__totals", "R:totals", "R__totals.sql", Order(1, ()), Kind.REPEATABLE)

    assert not [*missing_rollback(ChangeSet(entry, statements=ONE))]
