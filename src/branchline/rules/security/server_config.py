"""Settings of a server, a database or a role that stay."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterObject
from branchline.model.operations.session import SetVariable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("server-config", severity=Severity.WARNING)
def server_config(statement: Statement) -> Iterator[Problem]:
    """A setting is changed for the whole server, a database or a role.

    It holds for every session from then on, of other applications, too. Whoever
    looks for the reason looks in the server's configuration, not here.

    ```sql
    ALTER DATABASE shop SET work_mem = '1GB'; -- finding
    ALTER ROLE app SET statement_timeout = '1min'; -- finding
    ```

    ```sql
    -- changeset 0002_memory no-transaction
    ALTER SYSTEM SET work_mem = '1GB'; -- finding
    ```

    ```sql oracle
    ALTER SYSTEM SET open_cursors = 400; -- finding
    ```

    Set it where the server is set up.

    ```sql
    SET LOCAL work_mem = '1GB';
    ```

    Does not fire on settings of the session, or on MySQL's SET GLOBAL
    (`set-global`).

    Known elsewhere as: squawk ban-alter-system-options and
    ban-alter-database-options.
    """
    found = [
        name
        for alter, _ in statement.of(AlterObject)
        if alter.what in {"system", "database", "role"} and alter.action in {"set", "reset"}
        for name, _ in alter.options
    ]
    if statement.engine.dialect not in {"mysql", "mariadb"}:
        settings = (setting for setting, _ in statement.of(SetVariable))
        found += [each.name for each in settings if each.scope in {"global", "persist"}]
    if found:
        yield Problem(
            f"changes {listing(found)} for other sessions as well",
            "set it where the server is set up",
        )
