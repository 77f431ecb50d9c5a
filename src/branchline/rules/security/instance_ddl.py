"""What belongs to a server, and not to the database that a change is for."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.base import Operation
from branchline.model.operations.objects import AlterObject, CreateObject, DropObject, RenameObject
from branchline.model.operations.session import Other
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("instance-ddl", severity=Severity.WARNING)
def instance_ddl(statement: Statement) -> Iterator[Problem]:
    """A database, a tablespace, a profile or the server itself is made, altered or dropped.

    It is there once for every database of the server. The next environment has
    its databases side by side on one, and the second of them fails.

    ```sql
    CREATE TABLESPACE fast LOCATION '/mnt/fast'; -- finding
    ALTER DATABASE shop SET TABLESPACE fast; -- finding
    ```

    ```sql oracle
    CREATE PROFILE clerks LIMIT SESSIONS_PER_USER 2; -- finding
    ```

    ```sql mysql
    INSTALL PLUGIN audit_log SONAME 'audit_log.so'; -- finding
    ```

    Do it where the server is set up.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY) TABLESPACE fast;
    ```

    Does not fire on settings (`server-config`), on DROP DATABASE
    (`drop-database`), where a database is what others call a schema (MySQL,
    MariaDB), or on a file that SQLite attaches.

    ```sql mysql
    CREATE DATABASE archive;
    ```

    ```sql sqlite
    ATTACH DATABASE 'archive.db' AS archive;
    ```
    """
    for operation in statement.operations:
        words = _words(operation, _OF_SERVER - _PLAIN.get(statement.engine.dialect, _NONE))
        if words:
            yield Problem(
                f"{words}, which belongs to the whole server", "do it where the server is set up"
            )


def _words(operation: Operation, kinds: frozenset[str]) -> str:
    match operation:
        case CreateObject(what=what, name=name) if what in kinds:
            return f"makes {what} {name}"
        case DropObject(what=what, name=name) if what in kinds and what != "database":
            return f"drops {what} {name}"
        case AlterObject(what=what, name=name) if what in kinds and _alters(operation):
            return f"alters {what} {name}".rstrip()
        case RenameObject(what=what, name=name) if what in kinds:
            return f"renames {what} {name}"
        case Other(what=what) if what in _COMMANDS:
            return f"says {what.upper()}"
        case _:
            return ""


def _alters(operation: AlterObject) -> bool:
    return operation.action not in {"set", "reset"}


_OF_SERVER = frozenset({"database", "tablespace", "profile", "resource group", "system"})
_DATABASE = frozenset({"database"})
_NONE: frozenset[str] = frozenset()
_PLAIN = {"mysql": _DATABASE, "mariadb": _DATABASE, "sqlite": _DATABASE}
_COMMANDS = frozenset({"shutdown", "restart", "install plugin", "uninstall plugin"})
