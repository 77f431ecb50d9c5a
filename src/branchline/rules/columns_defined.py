"""The columns to which a statement gives a type, a table at a time."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from branchline.model.operations import Column, ConstraintKind, Name, SqlType
from branchline.model.operations.tables import (
    AddColumn,
    AlterColumnType,
    CreateTable,
    ModifyColumn,
)
from branchline.model.statement import Statement


class Defined(NamedTuple):
    """A column and its new type; `column` is None where only the type changes.

    `key` says that it is (part of) the primary key.
    """

    name: str
    type: SqlType
    column: Column | None = None
    key: bool = False


def defined(
    statement: Statement, wanted: Callable[[Defined], bool]
) -> Iterator[tuple[Name, list[Defined]]]:
    """Yield each table with those of its columns that are wanted, if any.

    Temporary tables, partitions and what queries give are left out.
    """
    tables: dict[Name, list[Defined]] = {}
    for table, one in _all(statement):
        if wanted(one):
            tables.setdefault(table, []).append(one)
    yield from tables.items()


def _all(statement: Statement) -> Iterator[tuple[Name, Defined]]:
    for operation in statement.operations:
        match operation:
            case CreateTable(table=table) if not operation.temporary:
                keys = [
                    constraint.columns
                    for constraint in operation.constraints
                    if constraint.kind is ConstraintKind.PRIMARY_KEY
                ]
                for column in operation.columns:
                    yield from _typed(table, column, {name for key in keys for name in key})
            case AddColumn(table=table, column=column) | ModifyColumn(table=table, column=column):
                yield from _typed(table, column, set())
            case AlterColumnType(table=table, column=name, type=type_):
                yield table, Defined(name, type_)


def _typed(table: Name, column: Column, keys: set[str]) -> Iterator[tuple[Name, Defined]]:
    if column.type is not None:
        inline = any(found.kind is ConstraintKind.PRIMARY_KEY for found in column.constraints)
        yield table, Defined(column.name, column.type, column, inline or column.name in keys)
