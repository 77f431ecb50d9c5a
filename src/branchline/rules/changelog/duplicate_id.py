"""Two changes with one id.

Git merges two branches that took the same number without a conflict, since
the files have different names. The databases find out.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Entry
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("duplicate-id")
def duplicate_id(diff: ChangelogDiff) -> Iterator[Problem]:
    """A new change has the id of another one.

    Two people took the next number at the same time. Git sees two files and no
    conflict; the migration tool sees one version twice, and refuses to start
    or runs only one of them.

    ```changelog
    0001_init     applied
    0002_carts    applied
    0002_orders   added      -- finding
    ```

    ```changelog
    0001_init     applied
    0002_carts    added
    0002_orders   added      -- finding
    ```

    Renumber the one that no environment has run.

    Does not fire on two changes that shared their id before.

    ```changelog
    0001_init     applied
    0002_carts    applied
    0002_orders   applied
    0003_prices   added
    ```

    Known elsewhere as: Flyway "found more than one migration with version".
    """
    added = [changeset.entry for changeset in diff.added]
    wanted = {entry.id for entry in added}
    sharing: dict[str, list[Entry]] = {}
    for entry in diff.entries_after():
        if entry.id in wanted:
            sharing.setdefault(entry.id, []).append(entry)
    for entry in added:
        first = sharing[entry.id][0]
        if first != entry:
            what = "an id of its own" if entry.follows is not None else "the next free number"
            yield Problem(
                f"{entry.change} has the id of {first.change}: {entry.id}",
                f"give {entry.path} {what}",
                Place(entry.path, entry.line),
                entry.change,
            )
