"""Columns that a statement changes, and what they were before."""

from typing import NamedTuple

from branchline.model.operations import Column, Name
from branchline.model.statement import Statement


class Touched(NamedTuple):
    """A column of a table; `old` is its name before the statement where that is another."""

    table: Name
    column: str
    old: str = ""

    def is_new(self, statement: Statement) -> bool:
        """Whether nobody else can see the column or its table."""
        return statement.is_private(self.table) or statement.is_new_column(
            self.table, self.old or self.column
        )


def column_before(statement: Statement, subject: Touched) -> Column | None:
    """Return the column as the changelog made it, when it did."""
    table = statement.catalog.table(subject.table)
    return table.column(subject.old or subject.column) if table else None
