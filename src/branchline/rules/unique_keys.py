"""What is unique already: more columns, or fewer rows, refuse no row that was accepted before."""

from branchline.model.operations import Expression, Name
from branchline.model.operations.tables import RenameColumn
from branchline.model.schema import Index
from branchline.model.statement import Statement


def is_unique_before(
    statement: Statement, table: Name, columns: tuple[str, ...], where: Expression | None = None
) -> bool:
    """Whether some of the columns are unique already, now or when the unit began.

    An index that the unit drops counts: what takes its place refuses nothing new.
    """
    names = {rename.column: rename.new_name for rename in statement.earlier_on(RenameColumn, table)}
    key = statement.name(table)
    started = statement.unit.before
    old = started.indexes_of(key) if started else ()
    return any(
        {names.get(part.column, part.column) for part in index.keys} <= {*columns}
        and _covers(index, where)
        for index in (*statement.catalog.indexes_of(key), *old)
    )


def _covers(index: Index, where: Expression | None) -> bool:
    """Whether the index keeps all rows apart that `where` chooses, by columns alone."""
    if not (index.unique and index.valid and all(part.column for part in index.keys)):
        return False
    return index.where is None or (where is not None and index.where.text == where.text)
