"""The columns that a statement defines, and the defaults it gives."""

from collections.abc import Iterator

from branchline.model.operations import Column, Expression, Name
from branchline.model.operations.tables import AddColumn, CreateTable, ModifyColumn, SetDefault
from branchline.model.statement import Statement
from branchline.rules.mysql.servers import of


def columns(statement: Statement) -> Iterator[tuple[Name, Column]]:
    """Yield each column that is defined, with its table."""
    for create, _ in of(statement, CreateTable):
        for column in create.columns:
            yield create.table, column
    for add, _ in of(statement, AddColumn):
        yield add.table, add.column
    for modify, _ in of(statement, ModifyColumn):
        yield modify.table, modify.column


def defaults(statement: Statement) -> Iterator[tuple[Name, str, Expression]]:
    """Yield each default that is given, with its table and column."""
    for table, column in columns(statement):
        if column.default is not None:
            yield table, column.name, column.default
    for change, _ in of(statement, SetDefault):
        yield change.table, change.column, change.default
