"""Changesets with nothing to run."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule


@rule("empty-migration", severity=Severity.WARNING)
def empty_migration(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset has no statement to run.

    It will be recorded as applied and change nothing. Usually a file was saved
    too early, or everything in it was commented out.

    ```sql
    -- changeset 0001_orders -- finding
    -- CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Write the statement, or remove the file while no environment has it.

    Does not fire on a file that cannot be read at all, nor on one that is only
    for engines that nobody named, nor on a migration in code that does something.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: nothing.
    """
    unread = changeset.flaw or changeset.code or (changeset.dbms and not changeset.schemas)
    if changeset.script and not changeset.statements and not unread:
        yield Problem(
            f"{changeset.change} has no statement to run",
            "write it, or remove the file while no environment has it",
        )
