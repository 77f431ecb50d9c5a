"""What adding, checking and dropping a constraint costs."""

from collections.abc import Callable
from typing import Any

from branchline.model.effects import Lock
from branchline.model.operations.base import Constraint, ConstraintKind, Operation
from branchline.model.operations.tables import (
    AddConstraint,
    AlterConstraint,
    DropConstraint,
    ValidateConstraint,
)
from branchline.sql.catalog.naming import in_schema_of
from branchline.sql.effects.cost import Cost, Scene
from branchline.sql.effects.postgres.columns import EXCLUSIVE, LOOKED_UP, is_known_not_null

_RECURSING = 18  # from this version on a key of all partitions is made on each by ALTER TABLE


def _add(scene: Scene, cost: Cost, operation: AddConstraint) -> None:
    key, constraint = scene.key(operation.table), operation.constraint
    table = scene.table(key)
    if constraint.name and table is not None and table.constraint(constraint.name):
        return  # it is refused, or stands under a condition that does not hold
    match constraint.kind:
        case ConstraintKind.FOREIGN_KEY:
            _add_foreign_key(scene, cost, key, constraint)
        case ConstraintKind.CHECK:
            family = (key,) if constraint.no_inherit else scene.family(key)
            cost.lock(EXCLUSIVE, *family)
            if constraint.valid and constraint.enforced:
                cost.scan("every row is checked", *family)
                cost.fail_on_rows_of(*family)
        case ConstraintKind.NOT_NULL:
            family = scene.family(key)
            cost.lock(EXCLUSIVE, *family)
            if constraint.valid:
                _check_not_null(scene, cost, family, constraint.columns)
        case _:
            _add_key(scene, cost, key, constraint)


def _add_key(scene: Scene, cost: Cost, key: str, constraint: Constraint) -> None:
    """PRIMARY KEY, UNIQUE, EXCLUDE."""
    members = scene.partitions(key)
    if scene.version >= _RECURSING:
        cost.lock(EXCLUSIVE, *scene.family(key))
    primary = constraint.kind is ConstraintKind.PRIMARY_KEY
    cost.lock(EXCLUSIVE, key)
    cost.lock(EXCLUSIVE if scene.version >= _RECURSING else Lock.SHARE, *members)
    columns = constraint.columns
    if constraint.using_index:
        index = scene.catalog.index(in_schema_of(key, constraint.using_index))
        columns = tuple(found.column for found in index.keys) if index is not None else ()
        if index is None and primary:
            cost.unknown(f"whether the columns of {constraint.using_index} may be NULL")
    else:
        cost.scan("an index is built", *members)
        cost.fail_on_rows_of(*members)
    if primary:
        _check_not_null(scene, cost, scene.family(key), columns)


def _check_not_null(
    scene: Scene, cost: Cost, members: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    for member in members:
        if not all(is_known_not_null(scene, member, column) for column in columns):
            cost.lock(EXCLUSIVE, member)
            cost.scan("every row is checked for NULL", member)
            cost.fail_on_rows_of(member)


def _add_foreign_key(scene: Scene, cost: Cost, key: str, constraint: Constraint) -> None:
    if constraint.references is None:
        return
    parent = scene.key(constraint.references)
    members = scene.partitions(key)
    cost.lock(Lock.SHARE_ROW_EXCLUSIVE, *members, *scene.partitions(parent))
    if constraint.valid and constraint.enforced and not scene.empty(key):
        cost.scan(LOOKED_UP, *members, *scene.partitions(parent))
        cost.fail_on_rows_of(*members)


def _validate(scene: Scene, cost: Cost, operation: ValidateConstraint) -> None:
    key = scene.key(operation.table)
    table = scene.table(key)
    constraint = table.constraint(operation.name) if table is not None else None
    cost.lock(Lock.SHARE_UPDATE_EXCLUSIVE, key)
    if constraint is not None and constraint.valid:
        return
    if constraint is not None and constraint.references is not None:
        parent = scene.key(constraint.references)
        members = scene.partitions(key)
        cost.lock(Lock.ROW_SHARE, parent)
        cost.lock(Lock.SHARE_UPDATE_EXCLUSIVE, *members)
        if not scene.empty(key):
            cost.scan(LOOKED_UP, *members, *scene.partitions(parent))
            cost.fail_on_rows_of(*members)
        return
    family = scene.family(key)
    cost.lock(Lock.SHARE_UPDATE_EXCLUSIVE, *family)
    cost.scan("every row is checked", *family)
    cost.fail_on_rows_of(*family)


def _drop(scene: Scene, cost: Cost, operation: DropConstraint) -> None:
    key = scene.key(operation.table)
    table = scene.table(key)
    constraint = table.constraint(operation.name) if table is not None else None
    cost.lock(EXCLUSIVE, key)
    if constraint is None:
        cost.lock(EXCLUSIVE, *scene.family(key))
        return
    passed_on = constraint.kind in _INHERITED and not constraint.no_inherit
    cost.lock(EXCLUSIVE, *(scene.family(key) if passed_on else scene.partitions(key)))
    if constraint.references is not None:
        cost.lock(EXCLUSIVE, *scene.partitions(scene.key(constraint.references)))
    if operation.cascade and constraint.kind in _REFERENCED:
        for name in scene.catalog.referencing_tables(key):
            cost.lock(EXCLUSIVE, name)


def _alter(scene: Scene, cost: Cost, operation: AlterConstraint) -> None:
    key = scene.key(operation.table)
    table = scene.table(key)
    constraint = table.constraint(operation.name) if table is not None else None
    cost.lock(EXCLUSIVE, key)
    if constraint is None or constraint.references is None:
        return
    if operation.option == "not enforced":
        cost.lock(EXCLUSIVE, scene.key(constraint.references))
    if operation.option == "enforced" and not constraint.enforced:
        parent = scene.key(constraint.references)
        cost.lock(Lock.SHARE_ROW_EXCLUSIVE, parent)
        cost.scan(LOOKED_UP, key, *scene.partitions(parent))
        cost.fail_on_rows_of(key)


_INHERITED = {ConstraintKind.CHECK, ConstraintKind.NOT_NULL}
_REFERENCED = {ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE}
HANDLERS: dict[type[Operation], Callable[[Scene, Cost, Any], None]] = {
    AddConstraint: _add,
    ValidateConstraint: _validate,
    DropConstraint: _drop,
    AlterConstraint: _alter,
}
