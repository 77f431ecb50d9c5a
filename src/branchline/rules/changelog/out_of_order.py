"""New changes that sort before old ones.

Order is part of what a changelog says. Databases have passed the place where
the new change stands; fresh ones will not have.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Kind
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("out-of-order")
def out_of_order(diff: ChangelogDiff) -> Iterator[Problem]:
    """A new change sorts before one that is already in the changelog.

    Databases that ran the later one have passed this point: they will run the
    new one after it, and a fresh database before it. The two may not agree.
    Some tools skip such a change without a word.

    ```changelog
    0001_init     applied
    0002_carts    added      -- finding
    0003_orders   applied
    ```

    Renumber it after the newest.

    Does not fire on a repeatable change, on a change that an environment holds
    already (a promotion, a hotfix merged back), or with
    `promotion.order = "allow"`.

    ```changelog
    0001_init     applied
    0002_carts    placed
    0003_orders   applied
    0004_prices   added
    ```
    """
    newest = diff.applied.newest() if diff.added else None
    if newest is None:
        return
    for entry in (changeset.entry for changeset in diff.added):
        # Of two with one version neither is late: `duplicate-id` says it.
        late = entry.kind is Kind.VERSIONED and entry.order[:2] < newest.order[:2]
        if late and entry.change not in diff.placed:
            yield Problem(
                f"{entry.change} sorts before {newest.change}, which is there already",
                f"renumber {entry.path} after {newest.change}",
                Place(entry.path, entry.line),
                entry.change,
            )
