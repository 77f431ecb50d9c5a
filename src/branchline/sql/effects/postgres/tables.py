"""What making, dropping, renaming, dividing and setting up a table costs."""

from collections.abc import Callable, Iterable
from typing import Any

from branchline.model.effects import Lock, Reason
from branchline.model.operations.base import ConstraintKind, Name, Operation
from branchline.model.operations.tables import (
    AttachPartition,
    CreateTable,
    DetachPartition,
    DropTable,
    RenameTable,
    SetTableOption,
    TruncateTable,
)
from branchline.model.schema import Table
from branchline.sql.effects.cost import Cost, Scene
from branchline.sql.effects.postgres.columns import EXCLUSIVE, LOOKED_UP

_LIGHT = Lock.SHARE_UPDATE_EXCLUSIVE
_CONCURRENT_ATTACH = 12  # from this version on ATTACH leaves the parent readable and writable


def _create(scene: Scene, cost: Cost, operation: CreateTable) -> None:
    if operation.if_not_exists and scene.catalog.new_key(operation.table) in scene.catalog.tables:
        return
    cost.lock(Lock.ACCESS_SHARE, *map(scene.key, (*operation.like, *operation.reads)))
    cost.lock(_LIGHT, *map(scene.key, operation.parents))
    if operation.from_query and operation.with_data:
        cost.scan("the rows of its query are copied", *map(scene.key, operation.reads))
    inline = [found for column in operation.columns for found in column.constraints]
    new = scene.catalog.new_key(operation.table)
    for constraint in (*operation.constraints, *inline):
        if constraint.references is not None and scene.key(constraint.references) != new:
            cost.lock(Lock.SHARE_ROW_EXCLUSIVE, *_references(scene, [constraint.references]))
    if operation.partition_of is not None:
        parent = scene.key(operation.partition_of)
        cost.lock(EXCLUSIVE, parent)
        _copy_keys(scene, cost, parent)
        _check_default(scene, cost, parent)


def _drop(scene: Scene, cost: Cost, operation: DropTable) -> None:
    key = scene.key(operation.table)
    if operation.if_exists and scene.table(key) is None and _tells_tables(scene):
        return  # the changelog tells of tables, and never made this one
    members = scene.family(key) if operation.cascade else scene.partitions(key)
    for member in members:
        drop_one(scene, cost, member, cascade=operation.cascade)


def _tells_tables(scene: Scene) -> bool:
    return bool(scene.catalog.tables) or bool(scene.catalog.gone)


def drop_one(scene: Scene, cost: Cost, key: str, *, cascade: bool) -> None:
    """Count the locks of dropping a table, and of what hangs on it."""
    cost.lock(EXCLUSIVE, key)
    table = scene.table(key)
    if table is not None:
        above = scene.table(table.partition_of) if table.partition_of else None
        inherited = _targets(scene, above) if above is not None else ()
        cost.lock(EXCLUSIVE, *(name for name in _targets(scene, table) if name not in inherited))
        if table.partition_of:
            cost.lock(EXCLUSIVE, table.partition_of)
        if above is not None and above.default_partition:
            cost.lock(EXCLUSIVE, above.default_partition)
    if cascade:
        cost.lock(EXCLUSIVE, *scene.catalog.referencing_tables(key))
        cost.lock(EXCLUSIVE, *scene.readers(key))


def _rename(scene: Scene, cost: Cost, operation: RenameTable) -> None:
    key = scene.key(operation.table)
    index = scene.catalog.index(key)
    if index is None:
        cost.lock(EXCLUSIVE, key)


def _truncate(scene: Scene, cost: Cost, operation: TruncateTable) -> None:
    key = scene.key(operation.table)
    reached: dict[str, None] = {}
    waiting = [key] if operation.only else [*scene.family(key)]
    while waiting:
        member = waiting.pop()
        if member in reached:
            continue
        reached[member] = None
        if operation.cascade:
            for name in scene.catalog.referencing_tables(member):
                waiting.extend(scene.family(name))
    cost.lock(EXCLUSIVE, *reached)


def _attach(scene: Scene, cost: Cost, operation: AttachPartition) -> None:
    parent, child = scene.key(operation.table), scene.key(operation.partition)
    cost.lock(_LIGHT if scene.version >= _CONCURRENT_ATTACH else EXCLUSIVE, parent)
    cost.lock(EXCLUSIVE, *scene.partitions(child))
    _copy_keys(scene, cost, parent)
    if not _proven(scene, parent, child, operation):
        cost.scan(Reason.BOUND, child)
        cost.fail_on_rows_of(child)
    if _lacks_index(scene, parent, child):
        cost.scan("an index that the partitioned table has is built", child)
    _check_keys(scene, cost, parent, child)
    _check_default(scene, cost, parent)


def _detach(scene: Scene, cost: Cost, operation: DetachPartition) -> None:
    parent, child = scene.key(operation.table), scene.key(operation.partition)
    if operation.concurrently:
        cost.leave_transaction()
        cost.lock(_LIGHT, parent)
        cost.lock(EXCLUSIVE, child)
        return
    if operation.finalize:
        cost.lock(_LIGHT, parent)
        cost.lock(EXCLUSIVE, child)
        return
    cost.lock(EXCLUSIVE, parent, *scene.partitions(child))
    table = scene.table(parent)
    if table is not None:
        cost.lock(EXCLUSIVE, *([table.default_partition] if table.default_partition else []))
        cost.lock(Lock.SHARE_ROW_EXCLUSIVE, *_targets(scene, table))


def _set_option(scene: Scene, cost: Cost, operation: SetTableOption) -> None:
    key = scene.key(operation.table)
    option = operation.option
    strong = "user_catalog_table" in operation.value
    cost.lock(EXCLUSIVE if strong else _OPTION_LOCKS.get(option, EXCLUSIVE), key)
    table = scene.table(key)
    if option in {"logged", "unlogged"}:
        if table is not None and table.complete and table.unlogged is (option == "unlogged"):
            return
        cost.rewrite(f"the table is written anew to be {option}", key)
        cost.read_while_rewritten(key)
    elif option in {"tablespace", "access method"}:
        options = dict(table.options) if table is not None and table.complete else {"": ""}
        usual = _USUAL[option] if "" not in options else ""
        if options.get(option, usual) == (operation.value or usual):
            return
        cost.rewrite(f"the table is written anew for its {option}", key)
        if option == "access method":
            cost.read_while_rewritten(key)
    elif option in {"inherit", "no inherit"} and operation.value:
        schema, _, name = operation.value.rpartition(".")
        cost.lock(_INHERIT_LOCKS[option], scene.key(Name(name, schema)))


def _copy_keys(scene: Scene, cost: Cost, parent: str) -> None:
    """The foreign keys of a partitioned table are made again on a new partition."""
    table = scene.table(parent)
    if table is not None:
        cost.lock(Lock.SHARE_ROW_EXCLUSIVE, *_targets(scene, table))
        cost.lock(Lock.SHARE_ROW_EXCLUSIVE, *scene.catalog.referencing_tables(parent))


def _check_keys(scene: Scene, cost: Cost, parent: str, child: str) -> None:
    """A foreign key that the partition lacks is checked for its rows."""
    table, new = scene.table(parent), scene.table(child)
    known = _targets(scene, new) if new is not None else ()
    for target in _targets(scene, table) if table is not None else ():
        if target not in known and not scene.empty(child):
            cost.scan(LOOKED_UP, child, target)


def _check_default(scene: Scene, cost: Cost, parent: str) -> None:
    table = scene.table(parent)
    if table is not None and table.default_partition:
        cost.lock(EXCLUSIVE, table.default_partition)
        cost.scan(Reason.DEFAULT, table.default_partition)
        cost.fail_on_rows_of(table.default_partition)


def _proven(scene: Scene, parent: str, child: str, operation: AttachPartition) -> bool:
    """Whether valid constraints of the partition spare the look at its rows.

    That a CHECK implies the bound is believed when it reads the key and holds
    the bound's own constants.
    """
    table, new = scene.table(parent), scene.table(child)
    if table is None or new is None or not table.partition_columns or operation.default:
        return False
    columns = set(table.partition_columns)
    checks = [
        found.expression
        for found in new.constraints
        if found.kind is ConstraintKind.CHECK and found.valid and found.expression is not None
    ]
    proof = [check for check in checks if columns & set(check.columns)]
    known = {name for check in proof for name in check.not_null}
    sure = all(
        column in known or ((found := new.column(column)) is not None and found.not_null)
        for column in columns
    )
    values = _constants(operation.bound)
    said = " ".join(check.text for check in proof)
    return bool(values) and sure and all(value in said for value in values)


def _constants(bound: str) -> list[str]:
    words = bound.replace("(", " ").replace(")", " ").replace(",", " ").split()
    return [word for word in words if word[0] in "'-0123456789"]


def _lacks_index(scene: Scene, parent: str, child: str) -> bool:
    owned = [(index.keys, index.unique) for index in scene.catalog.indexes_of(child)]
    wanted = [(index.keys, index.unique) for index in scene.catalog.indexes_of(parent)]
    return any(index not in owned for index in wanted)


def _targets(scene: Scene, table: Table) -> tuple[str, ...]:
    keys = table.foreign_keys()
    return _references(scene, [found.references for found in keys if found.references])


def _references(scene: Scene, names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(part for name in names for part in scene.partitions(scene.key(name)))


_USUAL = {"tablespace": "pg_default", "access method": "heap"}
_OPTION_LOCKS = {
    "storage parameter": _LIGHT,
    "reset storage parameter": _LIGHT,
    "statistics": _LIGHT,
    "cluster on": _LIGHT,
    "without cluster": _LIGHT,
}
_INHERIT_LOCKS = {"inherit": _LIGHT, "no inherit": Lock.ACCESS_SHARE}
HANDLERS: dict[type[Operation], Callable[[Scene, Cost, Any], None]] = {
    CreateTable: _create,
    DropTable: _drop,
    RenameTable: _rename,
    TruncateTable: _truncate,
    AttachPartition: _attach,
    DetachPartition: _detach,
    SetTableOption: _set_option,
}
