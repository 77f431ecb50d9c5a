"""What types, triggers, policies, schemas and the other objects cost their tables."""

from collections.abc import Callable, Iterator
from typing import Any

from branchline.model.effects import Lock
from branchline.model.operations.base import Name, Operation, SqlType
from branchline.model.operations.objects import (
    AddEnumValue,
    AlterDomain,
    AlterObject,
    CommentOn,
    CreateObject,
    CreateTrigger,
    DropObject,
    DropTrigger,
    RenameObject,
    SetSchema,
    SetTrigger,
)
from branchline.sql.effects.cost import Cost, Scene
from branchline.sql.effects.postgres.columns import EXCLUSIVE
from branchline.sql.effects.postgres.tables import drop_one

_LIGHT = Lock.SHARE_UPDATE_EXCLUSIVE
_ENUM_IN_TRANSACTION = 12
_ALONE = {"database", "tablespace", "subscription"}


def _add_enum_value(scene: Scene, cost: Cost, operation: AddEnumValue) -> None:
    if scene.version < _ENUM_IN_TRANSACTION and scene.existed(scene.key(operation.type)):
        cost.leave_transaction()


def _alter_domain(scene: Scene, cost: Cost, operation: AlterDomain) -> None:
    added = operation.action == "add constraint" and operation.constraint is not None
    checks = (
        added and operation.constraint is not None and operation.constraint.valid
    ) or operation.action in {"set not null", "validate constraint"}
    if not checks:
        return
    key = scene.key(operation.domain)
    users = tuple(_users(scene, key))
    cost.lock(Lock.SHARE, *users)
    cost.scan("every row of every table with the domain is checked", *users)
    cost.fail_on_rows_of(*users)
    if key not in scene.catalog.types:
        cost.unknown(f"which tables have domain {key}")


def _users(scene: Scene, domain: str) -> Iterator[str]:
    """Yield the tables with a column of the domain, or of a domain over it."""
    for table in scene.catalog.tables.values():
        for column in table.columns:
            if column.type is not None and domain in _ancestors(scene, column.type):
                yield table.name
                break


def _ancestors(scene: Scene, type_: SqlType) -> Iterator[str]:
    for _ in range(8):
        key = scene.key(Name(type_.name, type_.schema))
        yield key
        domain = scene.catalog.types.get(key)
        if domain is None or domain.base is None:
            return
        type_ = domain.base


def _create_trigger(scene: Scene, cost: Cost, operation: CreateTrigger) -> None:
    cost.lock(Lock.SHARE_ROW_EXCLUSIVE, *scene.partitions(scene.key(operation.table)))


def _drop_trigger(scene: Scene, cost: Cost, operation: DropTrigger) -> None:
    table = scene.table(operation.table)
    known = table is not None and table.complete and not table.partition_of
    if operation.if_exists and known and table and operation.name not in table.triggers:
        return
    cost.lock(EXCLUSIVE, *scene.partitions(scene.key(operation.table)))


def _set_trigger(scene: Scene, cost: Cost, operation: SetTrigger) -> None:
    """What partitions have of a trigger is switched with it: without one they are left alone."""
    lock = EXCLUSIVE if "rule" in operation.mode else Lock.SHARE_ROW_EXCLUSIVE
    key = scene.key(operation.table)
    table = scene.table(key)
    bare = table is not None and table.complete and not table.triggers
    alone = bare and table is not None and not table.foreign_keys()
    cost.lock(lock, *((key,) if alone else scene.partitions(key)))


def _create_object(scene: Scene, cost: Cost, operation: CreateObject) -> None:
    if operation.what in _ALONE:
        cost.leave_transaction()
    if operation.table is not None:
        lock = _LIGHT if operation.what == "statistics" else EXCLUSIVE
        cost.lock(lock, scene.key(operation.table))
    owner = dict(operation.options).get("owned by", "") if operation.what == "sequence" else ""
    table, _, _ = owner.rpartition(".")
    if table:
        schema, _, name = table.rpartition(".")
        cost.lock(Lock.ACCESS_SHARE, scene.key(Name(name, schema)))


def _alter_object(scene: Scene, cost: Cost, operation: AlterObject) -> None:
    if operation.what == "system" or (operation.what, operation.action) == _MOVE:
        cost.leave_transaction()
    if operation.table is not None:
        cost.lock(EXCLUSIVE, scene.key(operation.table))
    elif operation.what in {"view", "materialized view"}:
        stored = operation.what == "materialized view" and operation.action in {"set", "reset"}
        cost.lock(_LIGHT if stored else EXCLUSIVE, scene.key(operation.name))


def _drop_object(scene: Scene, cost: Cost, operation: DropObject) -> None:
    if operation.what in _ALONE:
        cost.leave_transaction()
    if operation.table is not None:
        cost.lock(EXCLUSIVE, scene.key(operation.table))
    if operation.what == "schema" and operation.cascade:
        schema = operation.name.name
        prefix = "" if schema == scene.catalog.default_schema else schema
        for key in (*scene.catalog.tables, *scene.catalog.views):
            if key.rpartition(".")[0] == prefix:
                drop_one(scene, cost, key, cascade=True)
    elif operation.what in {"type", "domain"} and operation.cascade:
        cost.lock(EXCLUSIVE, *_users(scene, scene.key(operation.name)))


def _rename_object(scene: Scene, cost: Cost, operation: RenameObject) -> None:
    if operation.table is not None:
        cost.lock(EXCLUSIVE, scene.key(operation.table))
    elif operation.what in _RELATIONS:
        cost.lock(EXCLUSIVE, scene.key(operation.name))


def _set_schema(scene: Scene, cost: Cost, operation: SetSchema) -> None:
    if operation.what in _RELATIONS:
        cost.lock(EXCLUSIVE, scene.key(operation.name))


def _comment(scene: Scene, cost: Cost, operation: CommentOn) -> None:
    if operation.what in _RELATIONS:
        cost.lock(_LIGHT, scene.key(operation.name))
    elif operation.table is not None:
        lock = _LIGHT if operation.what == "column" else Lock.ACCESS_SHARE
        cost.lock(lock, scene.key(operation.table))


_MOVE = ("database", "set tablespace")
_RELATIONS = {"table", "view", "materialized view", "foreign table"}
HANDLERS: dict[type[Operation], Callable[[Scene, Cost, Any], None]] = {
    AddEnumValue: _add_enum_value,
    AlterDomain: _alter_domain,
    CreateTrigger: _create_trigger,
    DropTrigger: _drop_trigger,
    SetTrigger: _set_trigger,
    CreateObject: _create_object,
    AlterObject: _alter_object,
    DropObject: _drop_object,
    RenameObject: _rename_object,
    SetSchema: _set_schema,
    CommentOn: _comment,
}
