"""Names that mean another thing with another search path."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name, Operation
from branchline.model.operations.objects import (
    CreateDomain,
    CreateFunction,
    CreateType,
    CreateView,
    DropIndex,
    DropView,
)
from branchline.model.operations.tables import CreateTable, TableOperation
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing, verb


@rule("unqualified-name", severity=Severity.WARNING)
def unqualified_name(statement: Statement) -> Iterator[Problem]:
    """A table, a view or a type is named without its schema.

    What the name means depends on the search path of whoever applies the
    change. No bundle asks for this: many projects have one schema.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY); -- finding
    UPDATE orders SET total = 0 WHERE id = 7; -- finding
    ```

    Write the schema.

    ```sql
    CREATE TABLE app.orders (id bigint PRIMARY KEY);
    UPDATE app.orders SET total = 0 WHERE id = 7;
    ```

    Does not fire on temporary tables, on names of WITH, on MySQL and SQLite, or
    after SET search_path in the same changeset.

    ```sql
    CREATE TEMPORARY TABLE seen (id bigint);
    INSERT INTO seen VALUES (1);
    SET LOCAL search_path = app;
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: squawk require-table-schema, bytebase
    NAMING_FULLY_QUALIFIED and STATEMENT_CREATE_SPECIFY_SCHEMA, Flyway RG04.
    """
    chosen = statement.situation.setting("search_path") is not None
    if chosen or statement.engine.dialect not in _SCHEMAS:
        return
    bare = [
        str(name)
        for operation in statement.operations
        for name in _named(operation)
        if name.name and not name.schema and not _is_temporary(statement, operation, name)
    ]
    names = [*dict.fromkeys(bare)]
    if names:
        yield Problem(
            f"{listing(names)} {verb(names, 'is', 'are')} named without a schema",
            "write the schema before the name",
        )


def _named(operation: Operation) -> Iterator[Name]:
    match operation:
        case TableOperation(table=name) | CreateView(view=name) | DropView(view=name):
            yield name
        case CreateType(type=name) | CreateDomain(domain=name) | CreateFunction(function=name):
            yield name
        case DropIndex(index=name):
            yield name
    yield from getattr(operation, "reads", ())


def _is_temporary(statement: Statement, operation: Operation, name: Name) -> bool:
    made = isinstance(operation, (CreateTable, CreateView)) and operation.temporary
    return made or statement.name(name) in statement.situation.temporary


_SCHEMAS = frozenset({"postgres", "tsql", "oracle"})
