"""What rows, upkeep and explicit locks cost."""

from collections.abc import Callable, Iterator
from typing import Any

from branchline.model.effects import Lock
from branchline.model.operations.base import Operation
from branchline.model.operations.session import (
    Analyze,
    Cluster,
    Copy,
    Delete,
    Grant,
    Insert,
    LockTable,
    Merge,
    Other,
    Revoke,
    Select,
    Update,
    Vacuum,
)
from branchline.model.schema import Index
from branchline.sql.effects.cost import Cost, Scene
from branchline.sql.effects.postgres.columns import EXCLUSIVE

_LIGHT = Lock.SHARE_UPDATE_EXCLUSIVE


def _insert(scene: Scene, cost: Cost, operation: Insert) -> None:
    key = scene.key(operation.table)
    reads = tuple(map(scene.key, operation.reads))
    cost.lock(Lock.ROW_EXCLUSIVE, key)
    cost.lock(Lock.ACCESS_SHARE, *reads, *scene.ancestors(key)[1:])
    _look_up_parents(scene, cost, key, operation.columns)
    if operation.from_query:
        cost.scan("the rows of its query are copied", *reads)


def _update(scene: Scene, cost: Cost, operation: Update) -> None:
    key = scene.key(operation.table)
    members = (key,) if operation.only else scene.family(key)
    cost.lock(Lock.ROW_EXCLUSIVE, *members)
    cost.lock(Lock.ACCESS_SHARE, *map(scene.key, operation.reads))
    _look_up_parents(scene, cost, key, operation.columns or None)
    _look_up_children(scene, cost, key, operation.columns)
    if operation.where is None or operation.where.true:
        cost.scan("every row is changed", *members)
    else:
        _search(scene, cost, members, operation)


def _delete(scene: Scene, cost: Cost, operation: Delete) -> None:
    key = scene.key(operation.table)
    members = (key,) if operation.only else scene.family(key)
    cost.lock(Lock.ROW_EXCLUSIVE, *members)
    cost.lock(Lock.ACCESS_SHARE, *map(scene.key, operation.reads))
    _look_up_children(scene, cost, key, None)
    if operation.where is None or operation.where.true:
        cost.scan("every row is deleted", *members)
    else:
        _search(scene, cost, members, operation)


def _search(scene: Scene, cost: Cost, members: tuple[str, ...], operation: Update | Delete) -> None:
    """Count the tables whose rows are looked through: no index knows the columns asked about."""
    where = operation.where
    if where is None or where.subquery or operation.joins or not where.columns:
        return
    for key in members:
        table = scene.table(key)
        found = {name for index in scene.catalog.indexes_of(key) for name in _found_by(index)}
        if table is not None and table.complete and not found & set(where.columns):
            cost.scan("no index finds the rows", key)


def _found_by(index: Index) -> Iterator[str]:
    """Yield the columns by which an index finds rows; a B-tree's first part decides."""
    for part in index.keys[:1] if index.method == "btree" else index.keys:
        yield part.column
        yield from part.expression.columns if part.expression else ()


def _merge(scene: Scene, cost: Cost, operation: Merge) -> None:
    cost.lock(Lock.ROW_EXCLUSIVE, scene.key(operation.table))
    cost.lock(Lock.ACCESS_SHARE, *map(scene.key, operation.reads))


def _look_up_parents(scene: Scene, cost: Cost, key: str, columns: tuple[str, ...] | None) -> None:
    """A new value of a foreign key is looked up where it refers to."""
    table = scene.table(key)
    for constraint in table.foreign_keys() if table is not None else ():
        changed = not columns or any(column in columns for column in constraint.columns)
        if constraint.references is not None and constraint.enforced and changed:
            cost.lock(Lock.ROW_SHARE, scene.key(constraint.references))


def _look_up_children(scene: Scene, cost: Cost, key: str, columns: tuple[str, ...] | None) -> None:
    """A key that is deleted or changed is looked up in the tables that refer to it."""
    for name in scene.catalog.referencing_tables(key):
        table = scene.table(name)
        for constraint in table.foreign_keys() if table is not None else ():
            named = constraint.references
            if named is None or scene.key(named) != key or not constraint.enforced:
                continue
            if columns is None or any(
                column in columns for column in constraint.referenced_columns
            ):
                action = constraint.on_delete if columns is None else constraint.on_update
                reads = action in {"", "no action", "restrict"}
                cost.lock(Lock.ROW_SHARE if reads else Lock.ROW_EXCLUSIVE, name)
                if not _indexed(scene, name, constraint.columns):
                    cost.scan("no index finds the rows that refer to it", name)


def _indexed(scene: Scene, table: str, columns: tuple[str, ...]) -> bool:
    return any(
        index.where is None and index.keys[:1] and index.keys[0].column in columns
        for index in scene.catalog.indexes_of(table)
    )


def _select(scene: Scene, cost: Cost, operation: Select) -> None:
    lock = Lock.ROW_SHARE if operation.locking else Lock.ACCESS_SHARE
    for name in operation.reads:
        key = scene.key(name)
        cost.lock(lock, *scene.family(key))
        if operation.every_row:
            cost.scan("every row is read", *scene.family(key))


def _copy(scene: Scene, cost: Cost, operation: Copy) -> None:
    if operation.table is not None and not operation.arrives:
        cost.lock(Lock.ACCESS_SHARE, scene.key(operation.table))
        cost.scan("every row is copied", scene.key(operation.table))


def _lock(scene: Scene, cost: Cost, operation: LockTable) -> None:
    lock = _MODES.get(operation.mode.upper(), EXCLUSIVE)
    key = scene.key(operation.table)
    cost.lock(lock, *((key,) if operation.only else scene.family(key)))


def _vacuum(scene: Scene, cost: Cost, operation: Vacuum) -> None:
    cost.leave_transaction()
    keys = [scene.key(name) for name in operation.tables]
    cost.lock(EXCLUSIVE if operation.full else _LIGHT, *keys)
    if operation.full:
        cost.rewrite("the table is written anew", *keys)
        cost.read_while_rewritten(*keys)


def _analyze(scene: Scene, cost: Cost, operation: Analyze) -> None:
    """The tables that inherit are read for its statistics; without a table all are analyzed."""
    keys = [*map(scene.key, operation.tables)] or [*scene.catalog.tables]
    for key in keys:
        heirs = _LIGHT if scene.version >= _ANALYZES_HEIRS else Lock.ACCESS_SHARE
        cost.lock(_LIGHT, *scene.partitions(key))
        cost.lock(heirs, *scene.family(key)[1:])


def _cluster(scene: Scene, cost: Cost, operation: Cluster) -> None:
    if operation.table is None:
        cost.leave_transaction()
        return
    key = scene.key(operation.table)
    table = scene.table(key)
    cost.lock(EXCLUSIVE, key)
    if table is not None and table.partitioned:
        cost.leave_transaction()
    cost.rewrite("the table is written anew in the index's order", key)
    cost.read_while_rewritten(key)


def _privileges(scene: Scene, cost: Cost, operation: Grant | Revoke) -> None:
    if operation.what == "table" and scene.version >= _GRANTS:
        cost.lock(Lock.ACCESS_SHARE, *map(scene.key, operation.objects))


def _other(_: Scene, cost: Cost, operation: Other) -> None:
    if operation.what == "discard all":
        cost.leave_transaction()


_ANALYZES_HEIRS = 18  # from this version on ANALYZE takes in the tables that inherit
_GRANTS = 18  # from this version on GRANT locks what it is about
_MODES = {lock.name.replace("_", " "): lock for lock in Lock}
HANDLERS: dict[type[Operation], Callable[[Scene, Cost, Any], None]] = {
    Insert: _insert,
    Update: _update,
    Delete: _delete,
    Merge: _merge,
    Select: _select,
    Copy: _copy,
    LockTable: _lock,
    Vacuum: _vacuum,
    Analyze: _analyze,
    Cluster: _cluster,
    Grant: _privileges,
    Revoke: _privileges,
    Other: _other,
}
