"""Roles and users, which belong to a server and not to a database."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Operation
from branchline.model.operations.objects import AlterObject, CreateObject, DropObject, RenameObject
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("role-ddl", severity=Severity.WARNING)
def role_ddl(statement: Statement) -> Iterator[Problem]:
    """A role or a user is made, altered or dropped.

    Roles belong to the whole server. Two databases on it fight over them, and
    environments have other ones for good reasons.

    ```sql
    CREATE ROLE readers; -- finding
    ALTER ROLE readers RENAME TO guests; -- finding
    DROP USER ada; -- finding
    ```

    Make them where the server is set up, and grant to them here.

    ```sql
    GRANT SELECT ON orders TO readers;
    ```

    Does not fire on settings of a role (`server-config`).

    ```sql
    ALTER ROLE readers SET statement_timeout = '1min';
    ```

    Known elsewhere as: Flyway RG08, RG11, RX008, RX010 and RX011.
    """
    for operation in statement.operations:
        words = _words(operation)
        if words:
            yield Problem(
                f"{words}, and all databases of the server with it",
                "make roles where the server is set up",
            )


def _words(operation: Operation) -> str:
    match operation:
        case CreateObject(what=what, name=name) if what in ROLES:
            return f"makes {what} {name}"
        case DropObject(what=what, name=name) if what in ROLES:
            return f"drops {what} {name}"
        case AlterObject(what=what, name=name) if what in ROLES and _alters(operation):
            return f"alters {what} {name}"
        case RenameObject(what=what, name=name) if what in ROLES:
            return f"renames {what} {name}"
        case _:
            return ""


def _alters(operation: AlterObject) -> bool:
    return operation.action not in {"set", "reset"}


ROLES = frozenset({"role", "user", "login"})
"""What servers call those who may connect."""
