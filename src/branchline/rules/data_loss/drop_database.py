"""Databases that are dropped."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import DropObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("drop-database")
def drop_database(statement: Statement) -> Iterator[Problem]:
    """A whole database is dropped.

    A migration runs wherever its branch is deployed; one that drops a database
    does so there too.

    ```sql
    DROP DATABASE shop; -- finding
    ```

    Take it out of the changelog: removing a database is an administrator's
    step, after a backup, on one server at a time.

    Does not fire when a table or another object is dropped, or in a rollback.

    ```sql
    DROP EXTENSION hstore;
    ```

    Known elsewhere as: squawk ban-drop-database, diesel-guard DropDatabase,
    bytebase DATABASE_DROP_EMPTY_DATABASE, Flyway RG03.
    """
    for drop, _ in statement.of(DropObject, part=Part.UP):
        if drop.what in {"database", "keyspace"}:
            yield Problem(
                f"drops {drop.what} {drop.name}",
                "take it out of the changelog: an administrator drops it, after a backup",
            )
