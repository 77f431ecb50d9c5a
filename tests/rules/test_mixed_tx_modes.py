"""What is said where a tool itself refuses to mix."""

from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Order, Outline
from branchline.rules.changelog.out_of_order import out_of_order
from branchline.rules.transactions.mixed_tx_modes import mixed_tx_modes


def entry(number: int) -> Entry:
    return Entry(f"V{number}__a", str(number), f"db/V{number}__a.sql", Order(0, (number,)))


def test_what_flyway_refuses_is_said_once_for_the_file() -> None:
    changeset = ChangeSet(entry(1), transaction=False, attributes=(("mixed", "refused"),))

    [problem] = mixed_tx_modes.judge(changeset)

    assert problem.message == (
        "V1__a mixes what has a transaction and what cannot: Flyway refuses it"
    )
    assert "mixed = true" in problem.hint


def test_a_late_change_is_in_order_for_a_tool_that_was_told_to_run_it() -> None:
    diff = ChangelogDiff(applied=Outline((entry(5),)), added=(ChangeSet(entry(3)),))
    told = ChangelogDiff(applied=diff.applied, added=diff.added, takes_late=True)

    assert [problem.change for problem in out_of_order.judge(diff)] == ["V3__a"]
    assert not [*out_of_order.judge(told)]
