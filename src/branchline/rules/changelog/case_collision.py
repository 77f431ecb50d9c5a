"""Files that differ by case alone.

Git keeps both. A disk of Windows or macOS holds one of them, under either name,
and a deploy from there runs one change instead of two.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff
from branchline.model.finding import Place, Problem
from branchline.rule import rule


@rule("case-collision")
def case_collision(diff: ChangelogDiff) -> Iterator[Problem]:
    """A new change's file differs from another one by upper and lower case alone.

    A checkout on Windows or macOS writes both to one file. Whoever deploys or
    commits from there loses one of them, without a word.

    ```changelog
    0001_init     applied
    0002_Carts    applied
    0002_carts    added      -- finding
    ```

    Give it another name.

    Does not fire on files that stood side by side before.

    ```changelog
    0001_init     applied
    0002_Carts    applied
    0002_carts    applied
    0003_orders   added
    ```
    """
    added = {changeset.entry.path: changeset.change for changeset in diff.added}
    wanted = {path.casefold() for path in added}
    others: dict[str, set[str]] = {}
    for entry in diff.entries_after():
        if (folded := entry.path.casefold()) in wanted:
            others.setdefault(folded, set()).add(entry.path)
    for path in sorted(added):
        same = min(others[path.casefold()] - {path}, default="")
        if same and (same not in added or same < path):
            yield Problem(
                f"{path} and {same} are one file on Windows and macOS",
                f"give {path} a name of its own",
                Place(path),
                added[path],
            )
