"""Types as clients see them, whatever the change costs the server."""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name, SqlType
from branchline.model.operations.tables import AlterColumnType, ModifyColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.columns import Touched, column_before
from branchline.rules.data_loss.narrowing import loss
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing


class _Change(NamedTuple):
    table: Name
    column: str
    old: SqlType
    new: SqlType


@rule("type-change-clients", severity=Severity.INFO)
def type_change_clients(statement: Statement) -> Iterator[Problem]:
    """A column gets a type that clients see as another one.

    However cheap it is for the server: drivers give code another kind of value,
    and prepared statements fail with `cached plan must not change result type`.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, code varchar(20), at timestamp);
    -- changeset 0002_types
    ALTER TABLE orders ALTER COLUMN code TYPE uuid USING code::uuid,
      ALTER COLUMN at TYPE timestamptz; -- finding
    ```

    Release readers that cope with both first, or add a column of the new type.

    Does not fire on a table or column that nobody else can see, on a wider type
    of the same family, where the changelog does not tell the old type, or in a
    rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, code varchar(20));
    -- changeset 0002_types
    ALTER TABLE orders ALTER COLUMN code TYPE text;
    ALTER TABLE orders ALTER COLUMN id TYPE bigint;
    ALTER TABLE imported ALTER COLUMN id TYPE text;
    ```

    Known elsewhere as: squawk changing-column-type, bytebase
    SCHEMA_BACKWARD_COMPATIBILITY, Flyway RG10, Liquibase ModifyDataTypeWarn.
    """
    for table, changes in by_table(_changes(statement)):
        made = [f"{change.column} from {change.old} to {change.new}" for change in changes]
        yield Problem(
            f"{table} changes the type of {listing(made)}: clients see another kind of value",
            "release readers that cope with both first, or add a column of the new type",
        )


def _changes(statement: Statement) -> Iterator[_Change]:
    found = [
        *(
            (Touched(change.table, change.column), change.type)
            for change, _ in statement.of(AlterColumnType, part=Part.UP)
        ),
        *(
            (Touched(change.table, change.column.name, change.name), change.column.type)
            for change, _ in statement.of(ModifyColumn, part=Part.UP)
        ),
    ]
    for touched, new in found:
        before = column_before(statement, touched)
        old = before.type if before else None
        if old is None or new is None or touched.is_new(statement):
            continue
        if _shows(old, new, statement.engine.dialect):
            yield _Change(touched.table, touched.column, old, new)


def _shows(old: SqlType, new: SqlType, dialect: str) -> bool:
    if (old.name, old.schema, old.array, old.unsigned) == (
        new.name,
        new.schema,
        new.array,
        new.unsigned,
    ):
        return bool(loss(old, new, dialect))
    alike = _FAMILIES.get(old.name) == _FAMILIES.get(new.name, "") and old.array == new.array
    return not alike or bool(loss(old, new, dialect))


_FAMILIES = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "integer", "int", "bigint"), "integer"),
    **dict.fromkeys(("real", "float", "double precision", "double"), "float"),
    **dict.fromkeys(("numeric", "decimal"), "numeric"),
    **dict.fromkeys(("char", "varchar", "text", "citext"), "text"),
    **dict.fromkeys(("tinytext", "mediumtext", "longtext"), "text"),
    **dict.fromkeys(("tinyblob", "blob", "mediumblob", "longblob"), "bytes"),
    **dict.fromkeys(("binary", "varbinary"), "bytes"),
}
