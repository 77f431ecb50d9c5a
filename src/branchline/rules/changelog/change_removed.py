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

    With `promotion.revert = "rollback"` a push may take the newest changes of an
    environment away, if each has a way back and no environment above holds
    it; the deploy then rolls them back.

    ```changelog
    0001_init     applied
    0002_carts    withdrawn
    ```

    ```changelog
    0001_init     applied
    0002_carts    withdrawn prod holds it    -- finding
    ```

    Does not fire on a repeatable change, on one that a change which stays
    replaces (Django's squashed migrations), or on one that only environments
    before `promotion.immutable_from` hold.

    ```changelog
    0001_init     applied
    0002_carts    added
    ```

    ```changelog
    0001_init     removed on nothing
    0002_carts    removed on 0001_init
    0001_squashed applied for 0001_init 0002_carts
    ```
    """
    obstacles = {each.entry.key: each.obstacle for each in diff.withdrawn}
    if obstacles and not any(obstacles.values()):
        return
    replaced = {id_ for entry in diff.entries_after() for id_ in entry.replaces}
    for entry in (entry for entry in diff.removed if entry.id not in replaced):
        obstacle = obstacles.get(entry.key, "")
        why = f", and it cannot be rolled back: {obstacle}" if obstacle else ""
        yield Problem(
            f"{entry.change} is gone, and databases have run it{why}",
            f"bring {entry.path} back, and undo what it does with a new change",
            Place(entry.path, entry.line),
            entry.change,
        )
