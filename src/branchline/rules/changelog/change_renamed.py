"""Changes that ran under another name.

To a migration tool a new name is a new change: it would run the same text a
second time, and miss the first.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("change-renamed")
def change_renamed(diff: ChangelogDiff) -> Iterator[Problem]:
    """A change that databases have run gets another name.

    Its name is what the history knows it by. Under a new one it runs again,
    and fails on what it made the first time, or worse, does not.

    ```changelog
    0001_init     applied
    0002_carts    applied
    0003_baskets  renamed from 0002_carts    -- finding
    ```

    Give it its name back.

    Does not fire with `promotion.identity = "id"` when the id stays, on a
    repeatable change, or on a change that only environments before
    `promotion.immutable_from` hold.

    ```changelog
    0001_init     applied
    0002_carts    added
    ```
    """
    for before, after in diff.renamed:
        yield Problem(
            f"{after.change} is {before.change} under another name: it would run again",
            f"give it its name back: git mv {after.path} {before.path}",
            Place(after.path, after.line),
            after.change,
        )
