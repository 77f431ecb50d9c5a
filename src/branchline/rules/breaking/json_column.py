"""Columns of a type that cannot be compared."""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name, SqlType
from branchline.model.operations.tables import AddColumn, AlterColumnType, CreateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb


class _Column(NamedTuple):
    table: Name
    column: str


@rule("json-column", severity=Severity.WARNING)
def json_column(statement: Statement) -> Iterator[Problem]:
    """A column gets PostgreSQL's type `json`, which has no equality.

    SELECT DISTINCT, UNION and GROUP BY over all columns of the table fail from
    this moment on: `could not identify an equality operator for type json`.

    ```sql
    ALTER TABLE orders ADD COLUMN extra json; -- finding
    CREATE TABLE events (id bigint PRIMARY KEY, body json); -- finding
    ```

    Use jsonb.

    ```sql
    ALTER TABLE orders ADD COLUMN extra jsonb;
    CREATE TABLE events (id bigint PRIMARY KEY, body jsonb);
    ```

    Does not fire on `jsonb`, on other dialects, or in a rollback.

    Known elsewhere as: eugene E3, strong_migrations and online_migrations
    add_column_json, pgfence add-column-json.
    """
    for table, found in by_table(_json(statement)):
        names = [f"{table}.{each.column}" for each in found]
        yield Problem(
            f"{listing(names)} {verb(names, 'is', 'are')} json, which cannot be compared:"
            f" SELECT DISTINCT and GROUP BY fail on {verb(names, 'it', 'them')}",
            "use jsonb",
        )


def _json(statement: Statement) -> Iterator[_Column]:
    dialect, part = "postgres", Part.UP
    for create, _ in statement.of(CreateTable, dialect=dialect, part=part):
        for column in create.columns:
            if _is_json(column.type):
                yield _Column(create.table, column.name)
    for add, _ in statement.of(AddColumn, dialect=dialect, part=part):
        if _is_json(add.column.type):
            yield _Column(add.table, add.column.name)
    for change, _ in statement.of(AlterColumnType, dialect=dialect, part=part):
        if _is_json(change.type):
            yield _Column(change.table, change.column)


def _is_json(type_: SqlType | None) -> bool:
    return type_ is not None and type_.name == "json"
