"""Constraints and indexes as statements write them: inline, beside the columns, or added later."""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.operations import Column, Constraint, ConstraintKind, Name
from branchline.model.operations.objects import DropIndex
from branchline.model.operations.tables import AddColumn, AddConstraint, CreateTable
from branchline.model.schema import Index
from branchline.model.statement import Part, Statement


class Written(NamedTuple):
    """A constraint with its columns, also where it stands inline; `new` are columns beside it."""

    table: Name
    constraint: Constraint
    columns: tuple[str, ...]
    new: tuple[Column, ...] = ()

    def column(self, statement: Statement, name: str) -> Column | None:
        """Return a column of the table: one that comes with the constraint, or a known one."""
        for column in self.new:
            if column.name == name:
                return column
        table = statement.catalog.table(self.table)
        return table.column(name) if table else None


def constraints(statement: Statement, part: Part | None = None) -> Iterator[Written]:
    """Yield the constraints of CREATE TABLE, ADD COLUMN and ADD CONSTRAINT."""
    for create, _ in statement.of(CreateTable, part=part):
        for found in create.constraints:
            yield Written(create.table, found, found.columns, create.columns)
        for column in create.columns:
            yield from _inline(create.table, column, create.columns)
    added = tuple(add.column for add, _ in statement.of(AddColumn, part=part))
    for add, _ in statement.of(AddColumn, part=part):
        yield from _inline(add.table, add.column, (add.column,))
    for other, _ in statement.of(AddConstraint, part=part):
        yield Written(other.table, other.constraint, other.constraint.columns, added)


def primary_keys(statement: Statement, part: Part | None = None) -> Iterator[Written]:
    """Yield the primary keys among them."""
    for found in constraints(statement, part):
        if found.constraint.kind is ConstraintKind.PRIMARY_KEY:
            yield found


def dropped_index(statement: Statement, drop: DropIndex) -> Index | None:
    """Return the index that is dropped, when the changelog made it.

    Where names of indexes belong to tables, it is looked for in its table.
    """
    if drop.table is None:
        return statement.catalog.index(drop.index)
    table = statement.name(drop.table)
    names = {drop.index.name, f"{table}.{drop.index.name}"}
    return next((i for i in statement.catalog.indexes_of(table) if i.name in names), None)


def _inline(table: Name, column: Column, new: tuple[Column, ...]) -> Iterator[Written]:
    for found in column.constraints:
        yield Written(table, found, found.columns or (column.name,), new)
