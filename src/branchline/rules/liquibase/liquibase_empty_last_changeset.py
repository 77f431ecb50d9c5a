"""A last changeset without SQL."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-empty-last-changeset")
def liquibase_empty_last_changeset(changeset: ChangeSet) -> Iterator[Problem]:
    """The last changeset of a file has no line of SQL.

    Liquibase gives it the SQL of the changeset above it, and runs that a second time:
    what was inserted is inserted twice, what was created fails. Where it succeeds, the
    exit code is 0. A blank line in it, or another changeset below it, and Liquibase
    refuses the file instead.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    INSERT INTO prices VALUES (1, 10);
    --changeset ada:2 -- finding
    --comment raise prices, see the ticket
    ```

    Write the SQL, or take the changeset away.

    Does not fire on a changeset with a line of SQL, if it is a comment only.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    INSERT INTO prices VALUES (1, 10);
    --changeset ada:2
    -- kept for its id, nothing to do
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "repeats"):
        yield Problem(
            f"{changeset.change} has no SQL, and Liquibase runs that of {said!r} above it again",
            "write its SQL, or take it away",
            place,
        )
