"""Ways back that were edited after the change ran."""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff, Reversal
from branchline.model.finding import Problem, Severity
from branchline.rule import rule


@rule("rollback-edited", severity=Severity.WARNING)
def rollback_edited(diff: ChangelogDiff) -> Iterator[Problem]:
    """The way back of a change that databases have run is edited.

    No checksum covers it: Liquibase, dbmate and golang-migrate run the change no
    second time and say nothing. From here on a rollback runs what nobody tried
    after that change, on databases that hold rows by now.

    ```changelog
    0001_init     applied
    0002_carts    undo edited   -- finding
    ```

    Try it where the change ran: up, down and up again. A way back that was wrong is best
    put right like this, by a change that says why.

    Does not fire on blanks and line ends, on a way back that is new, on one that is taken
    away (`rollback-removed`), or on a change that only environments before
    `promotion.immutable_from` hold.

    ```changelog
    0001_init     applied
    0002_carts    undo removed
    ```

    Known elsewhere as: nothing.
    """
    for edit in diff.undone:
        if edit.after.reversal is not Reversal.NONE:
            yield Problem(
                f"the rollback of {edit.after.change} was edited, and no checksum shows it",
                "try it on a database that ran the change: up, down and up again",
                edit.after.place,
                edit.after.change,
            )
