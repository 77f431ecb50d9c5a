"""What indexes and views cost."""

from collections.abc import Callable
from typing import Any

from branchline.model.effects import Blocks, Lock
from branchline.model.operations.base import Operation
from branchline.model.operations.objects import (
    AttachIndex,
    CreateIndex,
    CreateView,
    DropIndex,
    DropView,
    RefreshView,
    Reindex,
)
from branchline.sql.effects.cost import Cost, Scene
from branchline.sql.effects.postgres.columns import EXCLUSIVE

_LIGHT = Lock.SHARE_UPDATE_EXCLUSIVE


def _create_index(scene: Scene, cost: Cost, operation: CreateIndex) -> None:
    key = scene.key(operation.table)
    members = (key,) if operation.only else scene.partitions(key)
    if operation.concurrently:
        cost.leave_transaction()
    cost.lock(_LIGHT if operation.concurrently else Lock.SHARE, *members)
    if operation.if_not_exists and _known(scene, operation):
        return
    table = scene.table(key)
    if operation.only and (table is None or table.partitioned):
        return
    cost.scan("the index is built from every row", *members)
    if operation.unique:
        cost.fail_on_rows_of(*members)


def _known(scene: Scene, operation: CreateIndex) -> bool:
    schema, dot, _ = scene.key(operation.table).rpartition(".")
    return scene.catalog.index(f"{schema}{dot}{operation.name}") is not None


def _drop_index(scene: Scene, cost: Cost, operation: DropIndex) -> None:
    index = scene.catalog.index(operation.index)
    if operation.concurrently:
        cost.leave_transaction()
    if index is None:
        if not operation.if_exists:
            cost.unknown(f"the table of index {operation.index}")
        return
    lock = _LIGHT if operation.concurrently else EXCLUSIVE
    cost.lock(lock, *scene.partitions(index.table))


def _reindex(scene: Scene, cost: Cost, operation: Reindex) -> None:
    """Readers take a lock on every index of a table to plan: REINDEX stops them too."""
    key = scene.key(operation.target)
    if operation.concurrently or operation.scope in {"schema", "database", "system"}:
        cost.leave_transaction()
    if operation.scope == "index":
        index = scene.catalog.index(key)
        if index is None:
            cost.unknown(f"the table of index {operation.target}")
            return
        key = index.table
    elif operation.scope != "table":
        cost.because("every table of it is read, one after another")
        return
    members = scene.partitions(key)
    if len(members) > 1:
        cost.leave_transaction()
    cost.lock(_LIGHT if operation.concurrently else Lock.SHARE, *members)
    if operation.scope == "index" or scene.catalog.indexes_of(key) or scene.table(key) is None:
        cost.scan("the index is built from every row", *members)
        cost.blocks(Blocks.NOTHING if operation.concurrently else Blocks.READS)


def _attach_index(scene: Scene, cost: Cost, operation: AttachIndex) -> None:
    index, child = scene.catalog.index(operation.index), scene.catalog.index(operation.child)
    if index is not None:
        cost.lock(Lock.ACCESS_SHARE, index.table)
    if child is not None:
        cost.lock(Lock.ACCESS_SHARE, child.table)


def _create_view(scene: Scene, cost: Cost, operation: CreateView) -> None:
    key = scene.catalog.new_key(operation.view)
    known = key in scene.catalog.views
    if operation.if_not_exists and known:
        return
    reads = tuple(map(scene.key, operation.reads))
    cost.lock(Lock.ACCESS_SHARE, *reads)
    if known and operation.replace:
        cost.lock(EXCLUSIVE, key)
    if operation.materialized and operation.with_data:
        cost.scan("the rows of its query are copied", *reads)


def _drop_view(scene: Scene, cost: Cost, operation: DropView) -> None:
    key = scene.key(operation.view)
    cost.lock(EXCLUSIVE, key)
    if operation.cascade:
        cost.lock(EXCLUSIVE, *scene.readers(key))


def _refresh(scene: Scene, cost: Cost, operation: RefreshView) -> None:
    key = scene.key(operation.view)
    view = scene.catalog.views.get(key)
    reads = view.reads if view is not None else ()
    cost.lock(Lock.EXCLUSIVE if operation.concurrently else EXCLUSIVE, key)
    if not operation.with_data:
        return
    cost.lock(Lock.ACCESS_SHARE, *reads)
    cost.scan("its query runs again", *reads)
    if operation.concurrently:
        cost.scan("its rows are compared with the old ones", key)
        cost.blocks(Blocks.NOTHING)
    else:
        cost.rewrite("its rows are written anew", key)
        if scene.catalog.indexes_of(key):
            cost.read_while_rewritten(key)


HANDLERS: dict[type[Operation], Callable[[Scene, Cost, Any], None]] = {
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    Reindex: _reindex,
    AttachIndex: _attach_index,
    CreateView: _create_view,
    DropView: _drop_view,
    RefreshView: _refresh,
}
