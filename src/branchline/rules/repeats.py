"""What may run a second time: after a failure the whole changeset does.

A guard (IF NOT EXISTS, IF EXISTS, OR REPLACE) makes a statement repeatable, and
so does DROP … IF EXISTS of the same object before it.
"""

from bisect import bisect_left
from typing import NamedTuple

from branchline.model.effects import Engine
from branchline.model.operations import Operation
from branchline.model.operations import objects as o
from branchline.model.operations import tables as t
from branchline.model.operations.session import Insert
from branchline.model.statement import Statement

IF_NOT_EXISTS, IF_EXISTS, OR_REPLACE = "IF NOT EXISTS", "IF EXISTS", "OR REPLACE"


def guard_of(operation: Operation, engine: Engine) -> str:
    """Return the guard that the grammar has for a statement, or nothing."""
    if engine.dialect == "sqlite":
        return _SQLITE.get(type(operation), "")
    if isinstance(operation, o.CreateView) and not operation.materialized:
        return OR_REPLACE
    if isinstance(operation, o.CreateTrigger) and engine.version and engine.version < (14,):
        return ""
    if isinstance(operation, o.CreateObject):
        return IF_NOT_EXISTS if operation.what in _GUARDED else ""
    return _GUARDS.get(type(operation), "")


def is_guarded(operation: Operation) -> bool:
    """Whether the statement says IF NOT EXISTS, IF EXISTS or OR REPLACE."""
    return any(
        getattr(operation, flag, False) for flag in ("if_not_exists", "if_exists", "replace")
    )


def is_repeatable(statement: Statement) -> bool:
    """Whether a second run of the statement does no harm and does not fail."""
    return all(_repeats(statement, operation) for operation in statement.operations)


def is_cleared(statement: Statement, operation: Operation) -> bool:
    """Whether the unit drops the object IF EXISTS shortly before this statement makes it."""
    undone = _undone(operation)
    if undone is None:
        return False
    drops = statement.unit.about(undone.by, undone.about)
    count = bisect_left(drops, statement.position, key=lambda found: found[0])
    return any(
        is_guarded(drop) and _called(drop) in {"", undone.name}
        for _, drop in drops[max(count - _NEAR, 0) : count]
    )


def _repeats(statement: Statement, operation: Operation) -> bool:
    if isinstance(operation, Insert):
        return operation.on_conflict or operation.replace
    if not isinstance(operation, _ONCE):
        return True
    if isinstance(operation, t.CreateTable) and operation.temporary:
        return True
    return is_guarded(operation) or is_cleared(statement, operation)


class _Undone(NamedTuple):
    """How an object is dropped: by what, on what, and its own name where that is another."""

    by: type[Operation]
    about: str
    name: str = ""


def _undone(operation: Operation) -> _Undone | None:
    found: _Undone | None = None
    match operation:
        case t.CreateTable(table=name):
            found = _Undone(t.DropTable, name.name)
        case t.AddColumn(table=table, column=column):
            found = _Undone(t.DropColumn, table.name, column.name)
        case t.AddConstraint(table=table, constraint=constraint):
            found = _Undone(t.DropConstraint, table.name, constraint.name)
        case o.CreateTrigger(table=table, name=trigger):
            found = _Undone(o.DropTrigger, table.name, trigger)
        case o.CreateIndex(name=index) if index:
            found = _Undone(o.DropIndex, index)
        case o.CreateView(view=name):
            found = _Undone(o.DropView, name.name)
        case o.CreateType(type=name) | o.CreateDomain(domain=name):
            found = _Undone(o.DropObject, name.name)
        case o.CreateFunction(function=name) | o.CreateObject(name=name):
            found = _Undone(o.DropObject, name.name)
    return found


def _called(drop: Operation) -> str:
    """Return the name of what is dropped from a table."""
    match drop:
        case t.DropColumn(column=name) | t.DropConstraint(name=name) | o.DropTrigger(name=name):
            return name
        case _:
            return ""


# How many drops from one table are looked at: all of them would cost their square.
_NEAR = 50
_GUARDED = frozenset({"schema", "sequence", "extension", "statistics", "server", "collation"})
_GUARDS: dict[type[Operation], str] = {
    **dict.fromkeys((t.CreateTable, t.AddColumn, o.CreateIndex), IF_NOT_EXISTS),
    **dict.fromkeys((o.CreateView, o.AddEnumValue), IF_NOT_EXISTS),
    **dict.fromkeys((o.CreateFunction, o.CreateTrigger), OR_REPLACE),
    **dict.fromkeys((t.DropTable, t.DropColumn, t.DropConstraint, o.DropIndex), IF_EXISTS),
    **dict.fromkeys((o.DropView, o.DropTrigger, o.DropObject), IF_EXISTS),
}
_SQLITE: dict[type[Operation], str] = {
    **dict.fromkeys((t.CreateTable, o.CreateIndex, o.CreateView), IF_NOT_EXISTS),
    **dict.fromkeys((t.DropTable, o.DropIndex, o.DropView, o.DropTrigger), IF_EXISTS),
}
_ONCE = (
    *_GUARDS,
    o.CreateType,
    o.CreateDomain,
    o.CreateObject,
    o.AlterAttribute,
    o.RenameEnumValue,
    o.RenameObject,
    o.SetSchema,
    t.RenameTable,
    t.RenameColumn,
    t.AddConstraint,
    t.AttachPartition,
    t.DetachPartition,
)
