"""The foreign keys that a statement makes, wherever they are written."""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.operations import Column, Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddColumn, AddConstraint, CreateTable
from branchline.model.statement import Statement


class ForeignKey(NamedTuple):
    """A foreign key of `table`, by its columns; `new` are columns that come with it."""

    table: Name
    columns: tuple[str, ...]
    constraint: Constraint
    parent: Name
    new: tuple[Column, ...] = ()


def foreign_keys(statement: Statement) -> Iterator[ForeignKey]:
    """Yield the foreign keys of CREATE TABLE, ADD COLUMN and ADD CONSTRAINT."""
    for create, _ in statement.of(CreateTable):
        for constraint in create.constraints:
            yield from _key(create.table, constraint, constraint.columns, create.columns)
        for column in create.columns:
            yield from _inline(create.table, column)
    for add, _ in statement.of(AddColumn):
        yield from _inline(add.table, add.column)
    for key, _ in statement.of(AddConstraint):
        yield from _key(key.table, key.constraint, key.constraint.columns)


def _inline(table: Name, column: Column) -> Iterator[ForeignKey]:
    for constraint in column.constraints:
        yield from _key(table, constraint, (column.name,), (column,))


def _key(
    table: Name, found: Constraint, columns: tuple[str, ...], new: tuple[Column, ...] = ()
) -> Iterator[ForeignKey]:
    if found.kind is ConstraintKind.FOREIGN_KEY and found.references is not None:
        yield ForeignKey(table, columns, found, found.references, new)
