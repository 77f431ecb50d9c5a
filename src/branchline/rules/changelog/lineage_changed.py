"""Changes whose id is made of all before them, and is another now.

Sqitch hashes a line of its plan with the id of the line before: whatever an old
line says differently, every change from there on is another one to it.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Kind, Rename
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("lineage-changed")
def lineage_changed(diff: ChangelogDiff) -> Iterator[Problem]:
    """An old line of a Sqitch plan was edited or moved, and ids changed with it.

    A change's id is a hash of its line (name, date, planner, note, what it
    requires) and of the id before. A database knows what ran by that id: where
    the newest one that ran is no longer in the plan, `sqitch deploy` stops with
    "Cannot find change", and so does every later deploy.

    ```changelog
    0001_init     relined      -- finding
    0002_carts    relined
    ```

    Put the line back as it was. What a change does is changed by a new one, or
    by `sqitch rework`; on a branch that no database has run, `sqitch rebase`.

    Does not fire where another finding names the cause: a change added before
    old ones, taken away, or renamed.

    ```changelog
    0001_init     applied
    0002_carts    added
    ```
    """
    if not diff.relined or _is_explained(diff, diff.relined[0]):
        return
    first = diff.relined[0].after
    more = len(diff.relined) - 1
    others = f", and so {_have(more)} after it" if more else ""
    yield Problem(
        f"{first.change} has another id in the plan{others}: Sqitch stops where it ran them",
        "put the lines of the plan back as they were; sqitch rework makes a change anew",
        Place(first.path, first.line),
        first.change,
    )


def _have(count: int) -> str:
    return "has the change" if count == 1 else f"have the {count} changes"


def _is_explained(diff: ChangelogDiff, first: Rename) -> bool:
    added = (each.entry for each in diff.added if each.entry.kind is Kind.VERSIONED)
    above = (each for each in added if each.order < first.after.order)
    gone = (*diff.removed, *(each.before for each in diff.renamed))
    return any(each.change not in diff.placed for each in above) or any(
        each.order < first.before.order for each in gone
    )
