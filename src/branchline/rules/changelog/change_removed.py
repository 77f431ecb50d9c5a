"""Changes that ran and whose files are gone.

What a database has run it has run: without its file nobody can build that
database again, or say what is in it.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("change-removed")
def change_removed(diff: ChangelogDiff) -> Iterator[Problem]:
    """A change that databases have run is taken out of the changelog.

    They keep what it did, and every new database goes without it. Migration
    tools stop at the next run, because their history names a file that is not
    there.

    ```changelog
    0001_init     applied
    0002_carts    removed    -- finding
    0003_orders   applied
    ```

    Bring the file back, and undo what it did with a new change.

    Does not fire on a repeatable change, or on one that only environments
    before `promotion.immutable_from` hold.

    ```changelog
    0001_init     applied
    0002_carts    added
    ```
    """
    for entry in diff.removed:
        yield Problem(
            f"{entry.change} is gone, and databases have run it",
            f"bring {entry.path} back, and undo what it does with a new change",
            Place(entry.path, entry.line),
            entry.change,
        )
