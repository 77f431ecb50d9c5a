"""Changes of other open branches that will meet the new ones.

Nobody has done anything wrong yet: it is a word to two people, while a number
can still be changed without a database noticing.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Rival, Rivalry
from branchline.model.finding import Place, Problem, Severity
from branchline.rule import rule


@rule("branch-collision", severity=Severity.WARNING)
def branch_collision(diff: ChangelogDiff) -> Iterator[Problem]:
    """Another open branch brings a change that will meet this one.

    It takes the same id, or sorts before the new change, so that it could land
    yesterday and cannot any more, or it changes the same table. Whoever lands
    second finds out then; told now, they renumber in a minute.

    ```changelog
    0001_init     applied
    0002_carts    added      -- finding
    0002_orders   rival id
    ```

    ```changelog
    0001_init     applied
    0003_carts    added      -- finding
    0002_orders   rival order
    ```

    Tell whoever works on that branch, or renumber yours first.

    Its findings are information, whatever a policy says: nobody's push is
    refused because of somebody's branch. What an environment's branch holds is
    another matter (`out-of-order`, `checksum-mismatch`). Does not look at
    branches that nobody touched for 30 days, at more than 50 of them, and at
    promotions.

    ```changelog
    0001_init     applied
    0002_carts    added
    ```
    """
    for rival in diff.rivals:
        message, hint = _words(rival)
        mine = rival.mine
        yield Problem(message, hint, Place(mine.path, mine.line), mine.change, informs=True)
    if diff.unseen and diff.added:
        count = f"{diff.unseen} more branch{'es were' if diff.unseen > 1 else ' was'}"
        entry = diff.added[0].entry
        yield Problem(
            f"{count} not compared: too many, or too different",
            "delete the branches that have landed",
            Place(entry.path, entry.line),
            entry.change,
            informs=True,
        )


def _words(rival: Rival) -> tuple[str, str]:
    branch, theirs, mine = rival.branch, rival.entry.change, rival.mine.change
    if rival.what is Rivalry.ID:
        message = f"{theirs} on the branch {branch} takes the id {rival.entry.id} as well"
        return message, f"whoever lands second renumbers: tell {branch}, or take another number"
    if rival.what is Rivalry.ORDER:
        message = f"{theirs} on the branch {branch} sorts before {mine}, and would come late"
        return message, f"land {branch} first, or have it renumbered after {mine}"
    objects = ", ".join(rival.objects[:_SHOWN])
    more = f" and {len(rival.objects) - _SHOWN} more" if len(rival.objects) > _SHOWN else ""
    message = f"{theirs} on the branch {branch} changes {objects}{more} too"
    return message, "agree on which of the two lands first"


_SHOWN = 3
