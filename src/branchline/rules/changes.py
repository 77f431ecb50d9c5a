"""Which operations change the schema, and which change rows."""

from branchline.model.operations import Operation
from branchline.model.operations import objects as o
from branchline.model.operations.session import (
    Delete,
    Grant,
    Insert,
    LockTable,
    Merge,
    Revoke,
    Update,
)
from branchline.model.operations.tables import SetAlgorithm, TableOperation, TruncateTable

COMMIT_EACH = frozenset({"mysql", "mariadb", "oracle", "snowflake"})
"""The dialects whose servers commit with every change of the schema."""


def changes_rows(operation: Operation) -> bool:
    """Whether it is INSERT, UPDATE, DELETE or MERGE."""
    return isinstance(operation, (Insert, Update, Delete, Merge))


def changes_schema(operation: Operation) -> bool:
    """Whether it makes, changes or drops an object, or says who may use it."""
    if isinstance(operation, TableOperation):
        return not changes_rows(operation) and not isinstance(operation, _NEITHER)
    return isinstance(operation, _SCHEMA)


_NEITHER = (LockTable, SetAlgorithm, TruncateTable)
_SCHEMA = (
    o.DropIndex,
    o.AttachIndex,
    o.CreateView,
    o.DropView,
    o.CreateType,
    o.AddEnumValue,
    o.RenameEnumValue,
    o.AlterAttribute,
    o.CreateDomain,
    o.AlterDomain,
    o.AlterSequence,
    o.CreateFunction,
    o.CreateObject,
    o.AlterObject,
    o.DropObject,
    o.RenameObject,
    o.SetSchema,
    Grant,
    Revoke,
)
