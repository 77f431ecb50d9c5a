"""New values of an enum that are used before their transaction ends."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Column, Expression, Name, Operation, SqlType
from branchline.model.operations.objects import AddEnumValue, CreateIndex
from branchline.model.operations.session import Begin, Commit, Delete, Insert, Rollback, Update
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    CreateTable,
    SetDefault,
    TableOperation,
)
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.transactions.steps import last_before


@rule("enum-value-used-same-tx")
def enum_value_used_same_tx(statement: Statement) -> Iterator[Problem]:
    """A new value of an enum is used in the transaction that adds it.

    PostgreSQL refuses that: the value must not be in any row before its
    transaction is committed (SQLSTATE 55P04).

    ```sql
    CREATE TYPE status AS ENUM ('open');
    CREATE TABLE orders (id bigint PRIMARY KEY, status status);
    ALTER TYPE status ADD VALUE 'lost';
    UPDATE orders SET status = 'lost' WHERE id = 7; -- finding
    ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'lost'; -- finding
    ```

    Add the value in one changeset and use it in the next.

    ```sql
    -- changeset 0001_orders
    CREATE TYPE status AS ENUM ('open');
    CREATE TABLE orders (id bigint PRIMARY KEY, status status);
    -- changeset 0002_lost
    ALTER TYPE status ADD VALUE 'lost';
    -- changeset 0003_use
    UPDATE orders SET status = 'lost' WHERE id = 7;
    ```

    Does not fire on a value that CREATE TYPE lists, on the same string where no
    column has that type, or when the transaction ends between the two.

    ```sql
    CREATE TYPE status AS ENUM ('open', 'lost');
    CREATE TABLE orders (id bigint PRIMARY KEY, status status DEFAULT 'lost', note text);
    ALTER TYPE status ADD VALUE 'sold';
    INSERT INTO orders (id, note) VALUES (1, 'sold');
    ```

    ```sql
    -- changeset 0001_status no-transaction
    CREATE TYPE status AS ENUM ('open');
    ALTER TYPE status ADD VALUE 'lost';
    CREATE TABLE orders (id bigint PRIMARY KEY, status status DEFAULT 'lost');
    ```

    Known elsewhere as: nothing.
    """
    added = [*_added(statement)] if statement.engine.dialect == "postgres" else []
    for operation in statement.operations if added else ():
        for column, strings in _uses(statement, operation):
            for add in added:
                if add.value in strings and _is_of(statement, column, add.type):
                    yield Problem(
                        f"{add.value!r} was added to {add.type} in this transaction"
                        " and cannot be used before it ends: this fails",
                        "add the value in a changeset of its own, before this one",
                    )
                    return


def _added(statement: Statement) -> Iterator[AddEnumValue]:
    """Yield the values that the open transaction has added."""
    added = statement.unit.about(AddEnumValue)
    if not added or not statement.in_transaction:
        return
    since = last_before(statement, Begin, Commit, Rollback)
    for at, add in added:
        if since < at < statement.position:
            yield add


def _uses(
    statement: Statement, operation: Operation
) -> Iterator[tuple[SqlType | None, tuple[str, ...]]]:
    """Yield types of columns, each with the strings that may go into such a column."""
    match operation:
        case CreateTable(columns=columns):
            yield from ((column.type, _strings(column.default)) for column in columns)
        case AddColumn(column=column):
            yield column.type, _strings(column.default)
        case SetDefault(column=name, default=default):
            for column in _columns(statement, operation.table):
                if column.name == name:
                    yield column.type, default.strings
        case TableOperation():
            strings, names = _mentioned(operation)
            for column in _columns(statement, operation.table) if strings else ():
                if names is None or column.name in names:
                    yield column.type, strings


def _mentioned(operation: Operation) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
    """Return strings, and the columns that they may go into or meet; None means all."""
    condition = _condition(operation)
    compared = condition.columns if condition else ()
    match operation:
        case Insert(columns=columns, values=strings):
            return strings, columns or None
        case Update(columns=columns, values=strings):
            return strings, (*columns, *compared)
        case _:
            return _strings(condition), compared


def _condition(operation: Operation) -> Expression | None:
    match operation:
        case Update(where=condition) | Delete(where=condition) | CreateIndex(where=condition):
            return condition
        case AddConstraint(constraint=constraint):
            return constraint.expression
        case _:
            return None


def _strings(expression: Expression | None) -> tuple[str, ...]:
    return expression.strings if expression else ()


def _columns(statement: Statement, table: Name) -> tuple[Column, ...]:
    found = statement.catalog.table(table)
    return found.columns if found else ()


def _is_of(statement: Statement, column: SqlType | None, enum: Name) -> bool:
    return column is not None and statement.name(
        Name(column.name, column.schema)
    ) == statement.name(enum)
