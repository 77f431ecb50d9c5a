"""Databases that a change names itself."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name, Operation
from branchline.model.operations.objects import CreateObject, CreateView, DropView
from branchline.model.operations.session import Other
from branchline.model.operations.tables import TableOperation
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("use-database", severity=Severity.WARNING)
def use_database(statement: Statement) -> Iterator[Problem]:
    """A change chooses its database, or names one before a table.

    Which database a change is for is said by the connection. Here it is the
    same one in every environment, and what follows in the same session lands
    in it, too.

    ```sql mysql
    USE shop; -- finding
    ALTER TABLE archive.orders ADD COLUMN note text; -- finding
    ```

    Leave it out.

    ```sql mysql
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Does not fire on the server's own schemas, on a database that the changeset
    creates, or where the name before the point is a schema of this database.

    ```sql mysql
    CREATE DATABASE archive;
    CREATE TABLE archive.orders (id bigint PRIMARY KEY);
    SELECT table_name FROM information_schema.tables;
    ```

    ```sql postgres
    ALTER TABLE archive.orders ADD COLUMN note text;
    ```

    Known elsewhere as: Liquibase WarnOnUseDatabase, bytebase
    DISALLOW_CROSS_DB_QUERIES.
    """
    if statement.engine.dialect in {"mysql", "mariadb", "tsql"}:
        for other, _ in statement.of(Other):
            verb, _, name = other.what.partition(" ")
            if verb == "use":
                yield Problem(
                    f"chooses the database {name}".rstrip(),
                    "leave it out: the connection says which database a change is for",
                )
    if statement.engine.dialect in {"mysql", "mariadb"}:
        named = [name.schema for operation in statement.operations for name in _names(operation)]
        foreign = [schema for schema in dict.fromkeys(named) if _is_foreign(statement, schema)]
        if foreign:
            yield Problem(
                f"names the database {listing(foreign)}",
                "leave it out: the connection says which database a change is for",
            )


def _names(operation: Operation) -> Iterator[Name]:
    match operation:
        case TableOperation(table=name) | CreateView(view=name) | DropView(view=name):
            yield name
    yield from getattr(operation, "reads", ())


def _is_foreign(statement: Statement, schema: str) -> bool:
    made = any(
        create.what == "database" for _, create in statement.unit.about(CreateObject, schema)
    )
    return bool(schema) and schema.lower() not in _SYSTEM and not made


_SYSTEM = frozenset({"information_schema", "mysql", "performance_schema", "sys"})
