"""Enumerations that come back without one of their values."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Expression, Name, SqlType
from branchline.model.operations.session import Delete, Update
from branchline.model.operations.tables import AlterColumnType, ModifyColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("enum-set-value-removed", severity=Severity.WARNING)
def enum_set_value_removed(statement: Statement) -> Iterator[Problem]:
    """An ENUM or SET loses a value that rows may have.

    The statement fails where a row has it, or MySQL, when it is not strict,
    writes an empty text instead.

    ```sql
    -- changeset 0001_orders
    CREATE TYPE state AS ENUM ('open', 'paid', 'lost');
    CREATE TABLE orders (id bigint PRIMARY KEY, state state);
    -- changeset 0002_states
    CREATE TYPE state_new AS ENUM ('open', 'paid');
    ALTER TABLE orders ALTER COLUMN state TYPE state_new USING state::text::state_new; -- finding
    ```

    Give those rows another value first, or keep the value and stop writing it.

    ```sql
    -- changeset 0001_orders
    CREATE TYPE state AS ENUM ('open', 'paid', 'lost');
    CREATE TABLE orders (id bigint PRIMARY KEY, state state);
    -- changeset 0002_states
    CREATE TYPE state_new AS ENUM ('open', 'paid');
    UPDATE orders SET state = 'open' WHERE state = 'lost';
    ALTER TABLE orders ALTER COLUMN state TYPE state_new USING state::text::state_new;
    ```

    Does not fire when the same changeset has changed the column's rows before
    (as above) or maps the value in USING, on a table or a column that nobody
    else can see, or in a rollback.

    Known elsewhere as: atlas MY110 and MY120.
    """
    for alter, _ in statement.of(AlterColumnType, part=Part.UP):
        yield from _problems(statement, alter.table, alter.column, alter.type, alter.using)
    for modify, _ in statement.of(ModifyColumn, part=Part.UP):
        if modify.column.type is not None:
            yield from _problems(statement, modify.table, modify.name, modify.column.type)


def _problems(
    statement: Statement, table: Name, column: str, new: SqlType, using: Expression | None = None
) -> Iterator[Problem]:
    known = statement.catalog.table(table)
    found = known.column(column) if known is not None else None
    if found is None or found.type is None:
        return
    kept = {*_values(statement, new), *(using.strings if using is not None else ())}
    gone = [text for text in _values(statement, found.type) if text not in kept]
    if gone and _values(statement, new) and not _is_settled(statement, table, column):
        values = ", ".join(f"'{text.replace(chr(39), chr(39) * 2)}'" for text in gone)
        yield Problem(
            f"{table}.{column} can no longer be {listing(gone)}:"
            f" rows that have {(them := verb(gone, 'it', 'them'))} make this fail, or lose {them}",
            f"give them another value first: UPDATE {quoted(table)} SET {quoted(column)} = ..."
            f" WHERE {quoted(column)} IN ({values})",
        )


def _values(statement: Statement, type_: SqlType) -> tuple[str, ...]:
    if type_.values:
        return type_.values
    made = statement.catalog.types.get(statement.name(Name(type_.name, type_.schema)))
    return made.values if made is not None and made.form == "enum" else ()


def _is_settled(statement: Statement, table: Name, column: str) -> bool:
    """Whether nobody has such a row: the unit made or changed them before."""
    return (
        statement.is_private(table)
        or statement.is_new_column(table, column)
        or any(column in update.columns for update in statement.earlier_on(Update, table))
        or any(statement.earlier_on(Delete, table))
    )
