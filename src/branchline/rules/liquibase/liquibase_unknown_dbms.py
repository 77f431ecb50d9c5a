"""Databases that Liquibase does not know."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-unknown-dbms")
def liquibase_unknown_dbms(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset is for a database that Liquibase does not know.

    It compares names: `postgres` is not `postgresql`, and `"sqlite"` with its quotes is
    not `sqlite`. Such a changeset is skipped everywhere, with exit code 0; behind a `!`
    such a name keeps it from nothing.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 dbms:postgres -- finding
    CREATE EXTENSION hstore;
    --changeset ada:2 dbms:"mysql" -- finding
    SET GLOBAL max_connections = 200;
    ```

    Write the name as Liquibase does, without quotes: `postgresql`, `mysql`, `mariadb`,
    `sqlite`, `mssql`, `oracle`, `h2`.

    Does not fire on names of Liquibase and of its extensions; one that is like none of them
    may be an extension's, and is a warning only.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 dbms:postgresql,!h2
    CREATE EXTENSION hstore;
    --changeset ada:2 dbms:snowflake
    SELECT 1;
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "dbms"):
        name, _, meant = said.partition(" ")
        yield Problem(
            f"Liquibase knows no database {name!r}: no changeset is ever run for it",
            f"write {meant}" if meant else "write the name as Liquibase does: postgresql, mysql, …",
            place,
            doubtful=not meant,
        )
