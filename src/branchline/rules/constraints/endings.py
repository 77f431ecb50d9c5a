"""Tables as they are when a changeset is through, whatever it calls them by then."""

from branchline.model.changelog import ChangeSet
from branchline.model.operations import Name
from branchline.model.operations.tables import RenameTable
from branchline.model.schema import Table
from branchline.model.statement import Statement


def table_after(changeset: ChangeSet, statement: Statement, table: Name) -> Table | None:
    """Return what becomes of the table that a statement names; None when it is not there then."""
    if changeset.schemas is None:
        return None
    return changeset.schemas.after.table(_last_name(statement, table))


def _last_name(statement: Statement, table: Name) -> str:
    name = table
    at = statement.position
    while True:
        key = statement.name(name)
        renames = (
            (position, rename.new_name)
            for position, rename in statement.unit.about(RenameTable, name.name)
            if position > at and statement.name(rename.table) == key
        )
        found = next(renames, None)
        if found is None:
            return key
        at, name = found
