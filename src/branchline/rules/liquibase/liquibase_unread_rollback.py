"""Rollbacks that are comments to Liquibase."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-unread-rollback")
def liquibase_unread_rollback(changeset: ChangeSet) -> Iterator[Problem]:
    """A rollback is written so that Liquibase takes it for a comment.

    It wants `--rollback`, a blank and SQL; or a line `/* liquibase rollback` with nothing
    behind it, and the SQL below. `--rollback: …` and SQL on the opening line of a block are
    comments of the change. Nobody learns it before the night on which `rollback` says
    that there is none, after it has undone the changes above.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    CREATE TABLE orders (id bigint PRIMARY KEY);
    --rollback: DROP TABLE orders; -- finding
    --changeset ada:2
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    /* liquibase rollback DROP TABLE parcels; */ -- finding
    --changeset ada:3
    CREATE TABLE refunds (id bigint PRIMARY KEY);
    --rollback -- finding
    --DROP TABLE refunds;
    ```

    Write `--rollback DROP TABLE orders;`.

    Does not fire on the forms that Liquibase reads.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    CREATE TABLE orders (id bigint PRIMARY KEY);
    --rollback DROP TABLE orders;
    --changeset ada:2
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    /* liquibase rollback
    DROP TABLE parcels;
    */
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "rollback"):
        yield Problem(
            f"{said[:40]!r} is a comment to Liquibase, and no rollback",
            "write '--rollback SQL' with a blank and no colon, on each line of it",
            place,
        )
