"""Old lines of a plan whose ids changed."""

import pytest

from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Order, Outline, Rename
from branchline.model.finding import Place
from branchline.rules.changelog.lineage_changed import lineage_changed
from branchline.rules.changelog.out_of_order import out_of_order


def entry(name: str, at: int) -> Entry:
    return Entry(name, name, f"deploy/{name}.sql", Order(0, (at,), name), lineage=name)


def relined(*names: str) -> tuple[Rename, ...]:
    return tuple(Rename(entry(name, at), entry(name, at + 1)) for at, name in enumerate(names, 1))


def test_speaks_of_the_first_and_counts_the_others() -> None:
    [problem] = lineage_changed(ChangelogDiff(relined=relined("a", "b", "c")))

    assert problem.message == (
        "a has another id in the plan, and so have the 2 changes after it:"
        " Sqitch stops where it ran them"
    )
    assert problem.at == Place("deploy/a.sql", 1)


@pytest.mark.parametrize(
    "diff",
    [
        ChangelogDiff(relined=relined("a"), added=(ChangeSet(entry("new", 0)),)),
        ChangelogDiff(relined=relined("a"), removed=(entry("old", 0),)),
        ChangelogDiff(relined=relined("a"), renamed=(Rename(entry("x", 0), entry("y", 0)),)),
        ChangelogDiff(),
    ],
)
def test_leaves_to_other_rules_what_they_explain(diff: ChangelogDiff) -> None:
    assert not [*lineage_changed(diff)]


@pytest.mark.parametrize(
    "diff",
    [
        ChangelogDiff(
            relined=relined("a"),
            added=(ChangeSet(entry("hotfix", 0)),),
            placed=frozenset({"hotfix"}),
        ),
        ChangelogDiff(relined=relined("a"), added=(ChangeSet(entry("new", 9)),)),
        ChangelogDiff(relined=relined("a"), removed=(entry("old", 9),)),
    ],
)
def test_speaks_where_nothing_else_does(diff: ChangelogDiff) -> None:
    assert len([*lineage_changed(diff)]) == 1


def test_a_change_above_old_ones_is_moved_and_not_renumbered() -> None:
    diff = ChangelogDiff(
        applied=Outline((entry("orders", 2),)), added=(ChangeSet(entry("carts", 1)),)
    )

    [problem] = out_of_order(diff)

    assert problem.hint == "move its line in the plan below that of orders"
