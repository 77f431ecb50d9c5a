"""The rows that are there when a changeset comes.

What a changeset adds has no rows, and what it cleans up first is cleaned up:
both are taken for the author's own care.
"""

from collections.abc import Iterable, Iterator

from branchline.model.operations import Expression, Name
from branchline.model.operations.session import Delete, Update
from branchline.model.operations.tables import AddColumn
from branchline.model.schema import Catalog, Index
from branchline.model.statement import Part, Statement


def has_rows(statement: Statement, table: Name) -> bool:
    """Whether others may have put rows into a table that the way up changes."""
    return statement.part is Part.UP and not statement.is_private(table)


def old_columns(statement: Statement, table: Name, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that were there before the changeset, whatever it renamed them to."""
    new = {add.column.name for add in added(statement, table) if statement.is_first(add)}
    return tuple(
        name
        for name in columns
        if name and name not in new and not statement.is_new_column(table, name)
    )


def added(statement: Statement, table: Name) -> Iterator[AddColumn]:
    """Yield the columns that the changeset adds up to here, this statement included."""
    yield from statement.earlier_on(AddColumn, table)
    yield from (add for add, _ in statement.of(AddColumn) if add.table == table)


def is_cleaned(statement: Statement, table: Name, columns: Iterable[str]) -> bool:
    """Whether the changeset has deleted rows before, or changed one of the columns."""
    wanted = {*columns}
    return any(statement.earlier_on(Delete, table)) or any(
        not wanted.isdisjoint(update.columns) for update in statement.earlier_on(Update, table)
    )


def is_unique(
    statement: Statement, table: Name, columns: Iterable[str], where: Expression | None = None
) -> bool:
    """Whether an index proves it, or did when the changeset began.

    An index with a condition proves it for the rows that meet the same one.
    """
    key, wanted = statement.name(table), [*columns]
    first = {statement.first_name(table, column) for column in wanted}
    now, *before = catalogs(statement)
    return any(_proves(index, {*wanted}, where) for index in now.indexes_of(key)) or any(
        _proves(index, first, where) for catalog in before for index in catalog.indexes_of(key)
    )


def catalogs(statement: Statement) -> tuple[Catalog, ...]:
    """Return the schemas before the statement and before its changeset."""
    before = statement.unit.before
    return (statement.catalog,) if before is None else (statement.catalog, before)


def _proves(index: Index, columns: set[str], where: Expression | None) -> bool:
    keys = {key.column for key in index.keys}
    whole = all(key.column and not key.length for key in index.keys)
    return (
        index.unique and index.valid and whole and keys <= columns and index.where in (None, where)
    )
