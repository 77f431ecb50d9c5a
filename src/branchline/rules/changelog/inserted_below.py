"""New changes below ones that ran.

Who changes the parent of an old change can put a new one under it. Databases
that are past that point have no way back to it.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Entry
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("inserted-below")
def inserted_below(diff: ChangelogDiff) -> Iterator[Problem]:
    """A new change is built upon by one that was there before.

    Alembic knows a database by its newest revision alone, and takes all below
    it for applied: the new one never runs there, and nothing says so. Django
    stops with an `InconsistentMigrationHistory`.

    ```changelog
    0001_init     applied on nothing
    0003_orders   applied on 0002_carts
    0002_carts    added on 0001_init    -- finding
    ```

    Build the new change on the newest one, and give the old one back the
    parent that it had.

    Does not fire on a change that an environment holds already, or on a branch
    of the graph that a new change joins to the newest one.

    ```changelog
    0001_init     applied on nothing
    0002_orders   applied on 0001_init
    0002_carts    added on 0001_init
    0003_merge    added on 0002_carts 0002_orders
    ```
    """
    new = {c.entry.id: c.entry for c in diff.added if c.entry.follows is not None}
    if not new:
        return
    upon = _upon(diff, new)
    for entry in new.values():
        if entry.id in upon and entry.change not in diff.placed:
            old = upon[entry.id]
            yield Problem(
                f"{entry.change} stands below {old.change}, which is there already",
                f"build {entry.path} on the newest change, and put {old.path} back as it was",
                Place(entry.path, entry.line),
                entry.change,
            )


def _upon(diff: ChangelogDiff, new: dict[str, Entry]) -> dict[str, Entry]:
    """Return, by id, an old change that needs a new one, itself or by other new ones."""
    found: dict[str, Entry] = {}
    for old in diff.entries_after():
        stack = [] if old.id in new else [p for p in old.parents if p in new]
        while stack:
            id_ = stack.pop()
            if id_ not in found:
                found[id_] = old
                stack += [p for p in new[id_].parents if p in new]
    return found
