"""Privileges for everybody."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Grant
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.security.grants import on


@rule("grant-public")
def grant_public(statement: Statement, *, schema_usage: bool = False) -> Iterator[Problem]:
    """A privilege is granted to PUBLIC.

    Everybody who can connect has it then: the reporting user, the monitoring
    user, and the roles that somebody will make next year.

    ```sql
    GRANT SELECT ON orders TO PUBLIC; -- finding
    ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; -- finding
    ```

    Grant it to a role, and the role to whoever needs it.

    ```sql
    GRANT SELECT ON orders TO readers;
    ```

    Does not fire on EXECUTE of a function, which PUBLIC has anyway, on REVOKE,
    or, with the option `schema_usage`, on USAGE of a schema.

    ```sql
    REVOKE ALL ON orders FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION one TO PUBLIC;
    ```

    Known elsewhere as: Flyway RG12 and RX005, Liquibase
    SqlGrantSpecificPrivsWarn.
    """
    for grant, _ in statement.of(Grant):
        if "public" not in map(str.lower, grant.roles) or {*grant.privileges} == {"execute"}:
            continue
        if not (schema_usage and grant.what == "schema" and {*grant.privileges} == {"usage"}):
            yield Problem(
                f"everybody who can connect gets privileges{on(grant)}",
                "grant them to a role, and the role to whoever needs it",
            )
