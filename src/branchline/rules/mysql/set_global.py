"""Settings of the whole server in a migration."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Other, SetVariable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import of


@rule("set-global")
def set_global(statement: Statement) -> Iterator[Problem]:
    """A migration changes the server, not its own database.

    Every other database on it feels the setting, the next start may forget it,
    and the replicas never hear of it. RESET and PURGE take away what replicas
    and backups need.

    ```sql mysql 8.0
    SET GLOBAL max_connections = 500; -- finding
    SET PERSIST innodb_buffer_pool_size = 1073741824; -- finding
    SET @@global.sql_mode = ''; -- finding
    RESET MASTER; -- finding
    PURGE BINARY LOGS TO 'binlog.000010'; -- finding
    ```

    Leave it to those who run the server; a session may have settings of its own.

    ```sql mysql 8.0
    SET SESSION sort_buffer_size = 1048576;
    SET @batch = 100;
    ```

    Does not fire on settings of the session. `foreign-key-checks-off` speaks of
    the checks.

    Known elsewhere as: squawk ban-alter-system, for PostgreSQL.
    """
    for found, _ in of(statement, SetVariable):
        if found.scope in {"global", "persist"} and not found.name.endswith("_checks"):
            yield Problem(
                f"{found.name} is changed for the whole server",
                f"set it where the server is configured, or SET SESSION {found.name}",
            )
    for other, _ in of(statement, Other):
        if other.what.startswith(("reset ", "purge ")):
            yield Problem(
                f"{other.what} takes away what replicas and backups need",
                "leave it to those who run the server",
            )
