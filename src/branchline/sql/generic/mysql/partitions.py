"""Partitions in MySQL's ALTER TABLE; such an action is the statement's last one."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.tables import AlterPartition
from branchline.sql.generic.cursor import Cursor

PARTITION_ACTIONS = (
    "ADD PARTITION",
    "DROP PARTITION",
    "TRUNCATE PARTITION",
    "COALESCE PARTITION",
    "REORGANIZE PARTITION",
    "EXCHANGE PARTITION",
    "CONVERT PARTITION",
    "CONVERT TABLE",
    "ANALYZE PARTITION",
    "CHECK PARTITION",
    "OPTIMIZE PARTITION",
    "REBUILD PARTITION",
    "REPAIR PARTITION",
    "DISCARD PARTITION",
    "IMPORT PARTITION",
    "REMOVE PARTITIONING",
)


def partition(cursor: Cursor, table: Name) -> Iterator[Operation]:
    """Read an action on partitions."""
    action = cursor.one_of(*PARTITION_ACTIONS).split(" ", maxsplit=1)[0].lower()
    cursor.skip("IF EXISTS", "IF NOT EXISTS")
    if action == "add":
        yield AlterPartition(table, action=action, partitions=_defined(cursor))
    elif action in _LISTED:
        yield AlterPartition(table, action=action, partitions=_listed(cursor))
    elif action == "exchange":
        name = cursor.identifier()
        cursor.expect("WITH TABLE")
        cursor.name()
        yield AlterPartition(table, action=action, partitions=(name,))
        cursor.skip("WITH VALIDATION", "WITHOUT VALIDATION")
    else:
        # COALESCE says how many, REMOVE says nothing, CONVERT what its dialect likes.
        yield AlterPartition(table, action=action)
        cursor.rest()


def _defined(cursor: Cursor) -> tuple[str, ...]:
    if cursor.skip("PARTITIONS"):
        cursor.word()
        return ()
    return tuple(_definition(part) for part in cursor.inside().commas())


def _definition(cursor: Cursor) -> str:
    cursor.expect("PARTITION")
    name = cursor.identifier()
    cursor.rest()
    return name


def _listed(cursor: Cursor) -> tuple[str, ...]:
    names = []
    if not cursor.skip("ALL") and not cursor.done:
        names.append(cursor.identifier())
        while cursor.skip(","):
            names.append(cursor.identifier())
    if cursor.skip("INTO"):
        cursor.inside()
    cursor.skip("TABLESPACE")
    return tuple(names)


_LISTED = frozenset(
    {"drop", "truncate", "reorganize", "analyze", "check", "optimize", "rebuild", "repair"}
    | {"discard", "import"}
)
