"""Columns whose new type holds less than the old one.

The old type is the changelog's; where that does not tell, only a USING that
takes a part of each value says what is lost.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.effects import Engine
from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind, Expression, Name, SqlType
from branchline.model.operations.tables import AlterColumnType, ModifyColumn
from branchline.model.schema import Table
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.data_loss.narrowing import limits, loss, room
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("narrowing-type", severity=Severity.WARNING)
def narrowing_type(statement: Statement) -> Iterator[Problem]:
    """A column gets a type that does not hold all that the old one did.

    Values that do not fit make the statement fail where production has one, or
    are cut and rounded without a word.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint, name text, price numeric(10, 2), placed timestamptz);
    -- changeset 0002_narrower
    ALTER TABLE orders ALTER COLUMN id TYPE integer, ALTER COLUMN name TYPE varchar(40); -- finding
    ALTER TABLE orders ALTER COLUMN price TYPE numeric(10, 0); -- finding
    ALTER TABLE orders ALTER COLUMN placed TYPE date; -- finding
    ALTER TABLE imported ALTER COLUMN note TYPE varchar(9) USING left(note, 9); -- finding
    ```

    Add a column of the new type, copy what fits, look at the rest, and swap the
    two.

    Does not fire on a wider type, on one whose old type the changelog does not
    tell, on a table or a column that nobody else can see, when a valid CHECK
    holds the values within the new bounds, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint CHECK (id < 1000000), name varchar(40), note text);
    ALTER TABLE orders ADD CHECK (char_length(note) <= 80);
    -- changeset 0002_types
    ALTER TABLE orders ALTER COLUMN name TYPE varchar(80);
    ALTER TABLE orders ALTER COLUMN id TYPE integer;
    ALTER TABLE orders ALTER COLUMN note TYPE varchar(80);
    ALTER TABLE imported ALTER COLUMN id TYPE integer;
    ```

    Known elsewhere as: bytebase COLUMN_DISALLOW_CHANGE_TYPE, Flyway RG10,
    Liquibase ModifyDataTypeWarn, narrowing-cast.
    """
    for table, losses in by_table(_losses(statement)):
        one = len(losses) == 1
        named = [f"{f'{table}.' if one else ''}{lost.column} {lost.change}" for lost in losses]
        why = listing([*dict.fromkeys(lost.why for lost in losses)])
        new = [f"ADD COLUMN {quoted(f'{lost.column}_new')} {lost.type}" for lost in losses]
        yield Problem(
            f"narrows {listing(named)}{'' if one else f' of {table}'}: {why}",
            f"ALTER TABLE {quoted(table)} {', '.join(new)};"
            " copy what fits, look at the rest, then swap the names",
        )


class _Loss(NamedTuple):
    """A column that gets narrower: `change` says from what to what."""

    table: Name
    column: str
    type: SqlType
    change: str
    why: str


def _losses(statement: Statement) -> Iterator[_Loss]:
    for alter, _ in statement.of(AlterColumnType, part=Part.UP):
        yield from _loss(statement, alter.table, alter.column, alter.type, alter.using)
    for modify, _ in statement.of(ModifyColumn, part=Part.UP):
        if modify.column.type is not None:
            yield from _loss(statement, modify.table, modify.name, modify.column.type)


def _loss(
    statement: Statement, table: Name, column: str, new: SqlType, using: Expression | None = None
) -> Iterator[_Loss]:
    if statement.is_private(table) or statement.is_new_column(table, column):
        return
    known = statement.catalog.table(table)
    found = known.column(column) if known is not None else None
    old = found.type if found is not None else None
    change, why = f"to {new}", _cut(using, known=old is not None)
    if old is not None:
        change, why = f"from {old} to {new}", why or loss(old, new, statement.engine.dialect)
    if why and not (known is not None and _is_proven(known, column, new, statement.engine)):
        yield _Loss(table, column, new, change, why)


def _cut(using: Expression | None, *, known: bool) -> str:
    """Return what USING takes away; a cast alone says so only of a type that nobody knows."""
    if using is None:
        return ""
    cut = not _PARTS.isdisjoint(using.functions) or (not known and _CAST.search(using.text))
    return "USING may take only a part of each value" if cut else ""


def _is_proven(table: Table, column: str, new: SqlType, engine: Engine) -> bool:
    """Whether a valid CHECK of this column alone names a bound that the new type holds."""
    bounds = limits(new, engine.dialect)
    most = bounds[1] if bounds is not None else room(new)
    return any(
        check.kind is ConstraintKind.CHECK
        and check.valid
        and check.enforced
        and check.expression is not None
        and set(check.expression.columns) == {column}
        and (bounds is not None or not _LENGTHS.isdisjoint(check.expression.functions))
        and any(int(number) <= most for number in _NUMBER.findall(check.expression.text))
        for check in table.constraints
    )


_PARTS = {
    "left",
    "right",
    "substr",
    "substring",
    "trunc",
    "round",
    "floor",
    "ceil",
    "ceiling",
    "date_trunc",
    "split_part",
}
_CAST = re.compile(r"::\s*(smallint|int\d?|integer|bigint|date)\b", re.IGNORECASE)
_LENGTHS = {"char_length", "character_length", "length", "octet_length", "len"}
_NUMBER = re.compile(r"(?<![\w.])\d{1,18}(?![\w.])")
