"""Rollback blocks whose lines flow together."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-joined-rollback")
def liquibase_joined_rollback(changeset: ChangeSet) -> Iterator[Problem]:
    """The lines of a rollback block flow together.

    Liquibase puts nothing between the lines of a `/* liquibase rollback` block, no blank
    and no line end. A `--` comment in it swallows all that follows, and two words
    become one. It shows when the rollback is needed.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    CREATE TABLE orders (id bigint PRIMARY KEY);
    /* liquibase rollback
    -- take it away again -- finding
    DROP TABLE orders;
    */
    --changeset ada:2
    INSERT INTO prices VALUES (1, 10);
    /* liquibase rollback
    DELETE FROM prices -- finding
    WHERE id = 1;
    */
    ```

    Write `--rollback` lines: Liquibase keeps their ends. Or end each line in a blank or a
    semicolon, and comment with `/* */` outside of the block.

    Does not fire on lines that end in a semicolon or a blank, or begin with one.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    INSERT INTO prices VALUES (1, 10);
    /* liquibase rollback
    DELETE FROM prices
     WHERE id = 1;
    DELETE FROM prices WHERE id = 2;
    */
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "block"):
        yield Problem(
            f"Liquibase joins this line with the next, with nothing between: {said[:60]!r}",
            "write each line of it as '--rollback SQL'",
            place,
        )
