"""What changing a column asks for."""

from collections.abc import Callable
from typing import Any

from branchline.model.operations.base import Column, ConstraintKind, Operation
from branchline.model.operations.tables import (
    AddColumn,
    DropColumn,
    DropDefault,
    ModifyColumn,
    RenameColumn,
    SetColumnOption,
    SetDefault,
)
from branchline.sql.effects.mysql.table import Server, Shape, is_key
from branchline.sql.effects.mysql.types import narrows, retyped
from branchline.sql.effects.mysql.work import Asked, Work

_COMPUTED = "the value of every row is computed and stored"
_FILLED = "the default is computed for every row"
_SHIFTED = "a virtual column gets another place"
_NULLS = "every row is written in another shape"


def _add(shape: Shape, server: Server, operation: AddColumn) -> Asked:
    column = operation.column
    if operation.if_not_exists and shape.column(column.name) is not None:
        return Asked()
    if column.generated == "stored":
        return Asked(Work.COPY, _COMPUTED)
    if operation.position and server.mariadb and shape.moves_virtual(operation.position):
        return Asked(Work.COPY, _SHIFTED)
    return _added(server, operation)


def _added(server: Server, operation: AddColumn) -> Asked:
    column = operation.column
    if column.generated:
        unique = any(found.kind is ConstraintKind.UNIQUE for found in column.constraints)
        return Asked(Work.COPY, _COMPUTED) if unique else Asked(Work.ADD_VIRTUAL)
    if column.identity:
        return Asked(Work.NUMBER, "every row gets its number")
    if _computes(server, column):
        return Asked(Work.COPY, _FILLED)
    return _constrained(server, operation)


def _constrained(server: Server, operation: AddColumn) -> Asked:
    column = operation.column
    work = Work.PLACE if operation.position else Work.ADD
    reason = ""
    may_fail = is_key(column)
    if may_fail:
        work |= Work.ADD_KEY
    for found in column.constraints:
        match found.kind:
            case ConstraintKind.UNIQUE:
                work, reason = work | Work.INDEX, "a unique index is built"
                may_fail = may_fail or column.not_null or _has_default(column)
            case ConstraintKind.FOREIGN_KEY if server.inline_references:
                work |= Work.COPY if server.checks_keys else Work.INDEX
                reason = "every row is looked up in the table it refers to"
            case ConstraintKind.CHECK if server.since(8, 0, 16) and found.enforced:
                work, reason = work | Work.COPY, "every row is checked"
            case _:
                pass
    return Asked(work, reason, may_fail=may_fail)


def _computes(server: Server, column: Column) -> bool:
    """Whether the default is another one for every row, or MySQL takes it to be."""
    default = column.default
    if default is None:
        return False
    if server.mariadb:
        return bool(default.columns) or not _PER_ROW.isdisjoint(default.functions)
    written = default.text.startswith("(")
    return written and bool(default.columns or default.functions)


def _drop(shape: Shape, server: Server, operation: DropColumn) -> Asked:
    known = shape.column(operation.column)
    if known is None and operation.if_exists and shape.table.complete:
        return Asked()
    if known is not None and known.generated == "virtual":
        indexed = bool(shape.indexes_with(operation.column))
        return Asked(Work.DROP_VIRTUAL | (Work.UNINDEX if indexed else Work.NOTHING))
    work = Work.DROP
    if operation.column in shape.primary:
        work |= Work.DROP_KEY
    referring = any(operation.column in key.columns for key in shape.table.foreign_keys())
    indexes = shape.indexes_with(operation.column)
    if referring or indexes:
        work |= Work.UNINDEX
    if shape.shrinks_an_index(operation.column):
        work |= Work.INDEX
    if server.mariadb and shape.has_virtual_after(operation.column):
        work |= Work.SHIFT
    if server.mariadb and shape.clustered in indexes:
        work |= shape.declustered()
    if known is not None and known.generated:
        work |= Work.ORDER
    return Asked(work)


def _modify(shape: Shape, server: Server, operation: ModifyColumn) -> Asked:
    new = operation.column
    old = shape.column(operation.name) or shape.column(new.name)
    if old is None or old.type is None:
        return Asked(
            Work.ORDER if operation.position else Work.META,
            unknown=f"the type of {shape.key}.{operation.name} before",
        )
    work, reason = _redefined(shape, server, old, new)
    if operation.position and not _stays(shape, old.name, operation.position):
        passes = server.mariadb and shape.moves_virtual(operation.position, old.name)
        work |= Work.COPY if old.generated or passes else Work.ORDER
    forced = new.not_null and not old.not_null
    may_fail = forced or narrows(old.type, new.type)
    for found in new.constraints:
        if found.kind is ConstraintKind.UNIQUE:
            work, reason, may_fail = work | Work.INDEX, reason or "a unique index is built", True
    return Asked(work, reason, may_fail=may_fail)


def _redefined(shape: Shape, server: Server, old: Column, new: Column) -> tuple[Work, str]:
    """Return what the new definition asks for beyond the place, and why."""
    if old.generated or new.generated:
        free = old.generated == new.generated == "virtual"
        same = free and retyped(shape, server, old, new) in Work.META | Work.TOUCH | Work.GROW
        return (Work.META, "") if same else (Work.COPY, _COMPUTED)
    if new.identity and not old.identity:
        return Work.COPY, "every row without a number gets one"
    work = retyped(shape, server, old, new)
    if work & Work.COPY:
        return work, "every row is written anew in the new type"
    if work & Work.INDEX:
        return work, "indexes of the column are built anew"
    nulls = _nulls(shape, server, old, new)
    return work | nulls | Work.META, _NULLS if nulls else ""


def _nulls(shape: Shape, server: Server, old: Column, new: Column) -> Work:
    keyed = old.name in shape.primary or is_key(new)
    never = new.not_null or new.identity or keyed
    if is_key(new):
        return Work.ADD_KEY
    if never == old.not_null:
        return Work.NOTHING
    clustered = shape.clustered
    if clustered is not None and any(key.column == old.name for key in clustered.keys):
        return Work.RESHAPE if server.mariadb and len(shape.candidates) > 1 else Work.COPY
    if shape.is_computed_from(old.name, "stored") or (
        shape.indexed_virtual and shape.is_computed_from(old.name, "virtual")
    ):
        return Work.COPY
    if not never:
        return Work.RELAX
    clock = server.mariadb and new.type is not None and new.type.name == "timestamp"
    lenient = not server.mariadb and not server.strict
    return Work.COPY if clock or lenient else Work.RESHAPE


def _stays(shape: Shape, name: str, position: str) -> bool:
    """Whether the column stands there already."""
    names = [column.name for column in shape.table.columns]
    if not shape.table.complete or name not in names:
        return False
    at = names.index(name)
    return position == ("first" if at == 0 else f"after {names[at - 1]}")


def _has_default(column: Column) -> bool:
    return column.default is not None and not column.default.null


def _rename(*_: object) -> Asked:
    return Asked(Work.RENAME)


def _metadata(*_: object) -> Asked:
    return Asked(Work.META)


# Measured on MariaDB 10.11: the others are computed once, at the start.
_PER_ROW = {"uuid", "uuid_short", "sys_guid", "sysdate", "utc_timestamp", "nextval", "uuid_v4"} | {
    "uuid_v7",
    "lastval",
}
ASKS: dict[type[Operation], Callable[[Shape, Server, Any], Asked]] = {
    AddColumn: _add,
    DropColumn: _drop,
    ModifyColumn: _modify,
    RenameColumn: _rename,
    SetDefault: _metadata,
    DropDefault: _metadata,
    SetColumnOption: _metadata,
}
