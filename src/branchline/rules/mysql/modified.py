"""MODIFY and CHANGE by what they change: letters, length, values or the type itself."""

from enum import StrEnum

from branchline.model.operations import Column
from branchline.model.operations.tables import ModifyColumn
from branchline.model.statement import Statement


class Change(StrEnum):
    """What a definition changes of a column."""

    UNKNOWN = "unknown"
    CHARSET = "charset"
    LENGTH = "length"
    VALUES = "values"
    TYPE = "type"


def before(statement: Statement, modify: ModifyColumn) -> Column | None:
    """Return the column as it was; None where the changelog does not tell."""
    table = statement.catalog.table(modify.table)
    if table is None:
        return None
    return table.column(modify.name) or table.column(modify.column.name)


def change(statement: Statement, modify: ModifyColumn) -> Change:
    """Return what a definition changes."""
    old, new = before(statement, modify), modify.column
    if old is None or old.type is None or new.type is None:
        return Change.UNKNOWN
    if old.type.name != new.type.name or old.type.unsigned != new.type.unsigned:
        return Change.TYPE
    if new.type.values != old.type.values:
        return Change.VALUES
    if old.type.arguments == new.type.arguments and new.type.name in _LETTERED:
        return Change.CHARSET
    longer = old.type.arguments < new.type.arguments
    return Change.LENGTH if longer and new.type.name in _VARYING else Change.TYPE


_VARYING = {"varchar", "varbinary"}
_LETTERED = {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"}
