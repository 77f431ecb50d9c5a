"""Ways back that were taken away after the change ran."""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Reversal
from branchline.model.finding import Problem, Severity
from branchline.rule import rule


@rule("rollback-removed", severity=Severity.WARNING)
def rollback_removed(diff: ChangelogDiff) -> Iterator[Problem]:
    """The way back of a change that databases have run is taken away.

    No checksum covers it, so that no tool says anything. `rollback` stops at the change
    from then on: Liquibase 4.29 undoes the changes above it first, fails, and leaves
    the database between two states.

    ```changelog
    0001_init     applied
    0002_carts    undo removed   -- finding
    ```

    Put it back. Where there is none any more, say so: `-- branchline: irreversible(reason)`.

    The policy decides how much it weighs: a warning by default, an error where every
    change must have a way back (`strict`).

    Does not fire when the change says that there is none, and why, on a way back that
    is edited only, or on a change that ran nowhere that counts.

    ```changelog
    0001_init     applied
    0002_carts    undo edited
    ```

    Known elsewhere as: nothing.
    """
    for edit in diff.undone:
        if edit.after.reversal is Reversal.NONE:
            yield Problem(
                f"{edit.after.change} had a rollback, and has none any more",
                "put it back, or say why there is none: -- branchline: irreversible(reason)",
                edit.after.place,
                edit.after.change,
            )
