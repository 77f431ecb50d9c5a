"""New changes that sort before old ones.

Order is part of what a changelog says. Databases have passed the place where
the new change stands; fresh ones will not have.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Entry, Kind
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

    ```changelog
    0001_init     applied
    0002_carts    added      -- finding
    0099_hotfix   above
    ```

    Renumber it after the newest: of this branch, and of the environments that
    the change will reach from here.

    Does not fire on a repeatable change, on one that names what it builds on
    (`inserted-below`, `multiple-heads`), on a change that an environment holds
    already (a promotion, a hotfix merged back), or with
    `promotion.order = "allow"`, or where `flyway.toml` says `outOfOrder = true`.

    ```changelog
    0001_init     applied
    0002_carts    placed
    0003_orders   applied
    0004_prices   added
    ```
    """
    if diff.takes_late:
        return
    newest = diff.applied.newest() if diff.added else None
    passed = [("is there already", newest)] if newest else []
    passed += [(f"{name} holds already", entry) for name, entry in diff.above]
    for entry in (changeset.entry for changeset in diff.added):
        by_name = entry.kind is Kind.VERSIONED and entry.follows is None
        if not by_name or entry.change in diff.placed:
            continue
        # Of two with one version neither is late: `duplicate-id` says it.
        late = [(where, other) for where, other in passed if entry.order[:2] < other.order[:2]]
        if late:
            where, other = max(late, key=lambda each: each[1].order)
            yield Problem(
                f"{entry.change} sorts before {other.change}, which {where}",
                _remedy(entry, other),
                Place(entry.path, entry.line),
                entry.change,
            )


def _remedy(entry: Entry, other: Entry) -> str:
    if entry.lineage:
        return f"move its line in the plan below that of {other.change}"
    return f"renumber {entry.path} after {other.change}"
