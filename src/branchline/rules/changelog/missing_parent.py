"""Changes that build on what is not there.

The file that they name was renamed, stayed on another branch, or never was.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("missing-parent")
def missing_parent(diff: ChangelogDiff) -> Iterator[Problem]:
    """A change builds on one that the changelog does not hold.

    Alembic ends with a `KeyError`, Django with a `NodeNotFoundError` and yoyo
    with a `BadMigration`, whatever they were asked to do.

    ```changelog
    0001_init     applied on nothing
    0003_prices   added on 0002_orders    -- finding
    ```

    Bring the other change along, or name one that is there.

    Does not fire when what is missing was missing before.

    ```changelog
    0002_carts    applied on 0001_init
    0003_prices   added on 0002_carts
    ```
    """
    after = list(diff.entries_after())
    ids = {entry.id for entry in after}
    ids |= {id_ for entry in after for id_ in entry.replaces}
    before = {entry.id for entry in diff.applied}
    new = {changeset.entry.key for changeset in (*diff.added, *diff.changed)}
    for entry in after:
        for parent in entry.parents:
            if parent not in ids and (entry.key in new or parent in before):
                yield Problem(
                    f"{entry.change} builds on {parent}, which is not in the changelog",
                    "bring that change along, or name one that is there",
                    Place(entry.path, entry.line),
                    entry.change,
                )
