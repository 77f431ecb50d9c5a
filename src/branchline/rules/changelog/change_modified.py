"""Changes that were edited after they ran.

Databases that ran the old text do not run the new one: from here on they
differ from a fresh database, and nothing says so.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff
from branchline.model.finding import Problem
from branchline.rule import rule


@rule("change-modified")
def change_modified(diff: ChangelogDiff) -> Iterator[Problem]:
    """A change that databases have run is edited.

    No database runs it twice. Those that have run it keep the old text's
    result, a fresh one gets the new text's, and most migration tools refuse to
    go on because the checksum differs.

    ```changelog
    0001_init     applied
    0002_carts    edited     -- finding
    ```

    Put the old text back, and write the difference as a new change.

    Does not fire when the checksum stays the same (line ends, trailing blanks,
    the rollback part), on a repeatable change, or on a change that only
    environments before `promotion.immutable_from` hold.

    ```changelog
    0001_init     applied
    0002_carts    changed
    ```

    Known elsewhere as: Liquibase and Flyway checksum validation.
    """
    for edit in diff.edited:
        before, after = edit.before.entry, edit.after.entry
        yield Problem(
            f"{after.change} was edited, and databases have run it as it was",
            f"put {before.path} back as it was, and write the difference as a new change",
            edit.after.place,
            after.change,
        )
