"""What changing a column costs."""

from collections.abc import Callable
from typing import Any

from branchline.model.effects import Lock, Reason
from branchline.model.operations.base import Column, Constraint, ConstraintKind, Name, Operation
from branchline.model.operations.tables import (
    AddColumn,
    AlterColumnType,
    DropColumn,
    DropDefault,
    DropNotNull,
    RenameColumn,
    SetColumnOption,
    SetDefault,
    SetIdentity,
    SetNotNull,
)
from branchline.model.schema import Index, Table
from branchline.sql.effects.cost import Cost, Scene
from branchline.sql.effects.types import Change, change, may_fail
from branchline.sql.effects.volatility import Volatility, volatility

EXCLUSIVE = Lock.ACCESS_EXCLUSIVE
LOOKED_UP = Reason.LOOKED_UP
_FAST_DEFAULTS = 11
_PROOFS = 12  # SET NOT NULL believes a valid CHECK from this version on
_EXPRESSIONS = 17  # SET EXPRESSION


def _add(scene: Scene, cost: Cost, operation: AddColumn) -> None:
    key, column = scene.key(operation.table), operation.column
    known = scene.column(key, column.name)
    family = scene.family(key)
    cost.lock(EXCLUSIVE, *family)
    if known is not None and operation.if_not_exists:
        return
    reason = _why_rewritten(scene, cost, column)
    if reason:
        cost.rewrite(reason, *family)
        cost.read_while_rewritten(*family)
    filled = _filled(column) and column.generated != "virtual"
    if (column.not_null or _is_key(column)) and not filled:
        cost.fail_on_rows_of(*family)
        if not reason:
            cost.scan("every row is checked for NULL", *family)
    for constraint in column.constraints:
        if constraint.kind is ConstraintKind.FOREIGN_KEY:
            _inline_key(scene, cost, family, column, constraint)
        else:
            _inline(cost, family, constraint, filled=filled)


def _inline(cost: Cost, family: tuple[str, ...], constraint: Constraint, *, filled: bool) -> None:
    match constraint.kind:
        case ConstraintKind.CHECK if constraint.enforced and constraint.valid:
            cost.scan("every row is checked", *family)
            cost.fail_on_rows_of(*family)
        case ConstraintKind.UNIQUE | ConstraintKind.PRIMARY_KEY | ConstraintKind.EXCLUDE:
            cost.scan("a unique index is built", *family)
            if filled:
                cost.fail_on_rows_of(*family)
        case _:
            pass


def _inline_key(
    scene: Scene, cost: Cost, family: tuple[str, ...], column: Column, key: Constraint
) -> None:
    """REFERENCES beside any DEFAULT, even NULL, makes the server look at the rows."""
    if key.references is None:
        return
    parent = scene.key(key.references)
    cost.lock(Lock.SHARE_ROW_EXCLUSIVE, *scene.partitions(parent))
    given = column.default is not None or _filled(column)
    if not (given and key.enforced and key.valid) or scene.empty(family[0]):
        return
    cost.scan(LOOKED_UP, *family)
    if _filled(column):
        cost.scan(LOOKED_UP, *scene.partitions(parent))
        cost.fail_on_rows_of(*family)


def _drop(scene: Scene, cost: Cost, operation: DropColumn) -> None:
    key = scene.key(operation.table)
    cost.lock(EXCLUSIVE, *scene.family(key))
    table = scene.table(key)
    for constraint in table.foreign_keys() if table is not None else ():
        if operation.column in constraint.columns and constraint.references is not None:
            cost.lock(EXCLUSIVE, *scene.partitions(scene.key(constraint.references)))
    if operation.cascade:
        for name in scene.catalog.referencing_tables(key):
            if _refers(scene, name, key, operation.column):
                cost.lock(EXCLUSIVE, name)
        for view in scene.catalog.readers_of(key):
            known = scene.catalog.views.get(view)
            if known is not None and operation.column in known.mentions:
                cost.lock(EXCLUSIVE, view, *scene.readers(view))


def _rename(scene: Scene, cost: Cost, operation: RenameColumn) -> None:
    cost.lock(EXCLUSIVE, *scene.family(scene.key(operation.table)))


def _alter_type(scene: Scene, cost: Cost, operation: AlterColumnType) -> None:
    key = scene.key(operation.table)
    column = scene.column(key, operation.column)
    family = scene.family(key)
    cost.lock(EXCLUSIVE, *family)
    _lock_relatives(scene, cost, key, operation.column)
    verdict = change(scene, column, operation)
    if verdict in {Change.UNKNOWN, Change.PROBABLE}:
        cost.unknown(f"the type of {key}.{operation.column} before")
    if verdict is Change.UNKNOWN:
        return
    written = verdict in {Change.REWRITE, Change.PROBABLE}
    if written and may_fail(scene, column, operation):
        cost.fail_on_rows_of(*family)
    if written:
        cost.rewrite("every row is written anew in the new type", *family)
        cost.read_while_rewritten(*family)
        _check_relatives(scene, cost, key, operation.column)
        return
    for member in family:
        _keep_rows(scene, cost, member, operation, verdict)


def _keep_rows(
    scene: Scene, cost: Cost, key: str, operation: AlterColumnType, verdict: Change
) -> None:
    for index in scene.catalog.indexes_of(key):
        if _reads(index, operation.column) and (
            verdict is Change.REINDEX or not _plain(index) or index.method != "btree"
        ):
            cost.scan(Reason.REINDEX, key)
    table = scene.table(key)
    for constraint in table.constraints if table is not None else ():
        read = constraint.expression.columns if constraint.expression else ()
        if (
            constraint.kind is ConstraintKind.CHECK
            and operation.column in read
            and constraint.valid
        ):
            cost.scan(Reason.RECHECK, key)


def _lock_relatives(scene: Scene, cost: Cost, key: str, column: str) -> None:
    """A foreign key of the column is dropped and made anew, whatever the types."""
    for constraint in _keys_of(scene.table(key), column):
        if constraint.references is not None:
            cost.lock(EXCLUSIVE, *scene.partitions(scene.key(constraint.references)))
    for name in scene.catalog.referencing_tables(key):
        if _refers(scene, name, key, column):
            cost.lock(EXCLUSIVE, name)


def _check_relatives(scene: Scene, cost: Cost, key: str, column: str) -> None:
    for constraint in _keys_of(scene.table(key), column):
        if constraint.references is not None and constraint.valid:
            cost.scan("foreign keys are checked again", scene.key(constraint.references))
    for name in scene.catalog.referencing_tables(key):
        if name != key and _refers(scene, name, key, column):
            cost.scan("foreign keys are checked again", name, key)


def _set_not_null(scene: Scene, cost: Cost, operation: SetNotNull) -> None:
    family = scene.family(scene.key(operation.table))
    cost.lock(EXCLUSIVE, *family)
    for key in family:
        if not _is_not_null(scene, key, operation.column):
            cost.scan("every row is checked for NULL", key)
            cost.fail_on_rows_of(key)


def is_known_not_null(scene: Scene, key: str, column: str) -> bool:
    """Whether SET NOT NULL has nothing to check: the column is, or a valid CHECK proves it."""
    return _is_not_null(scene, key, column)


def _is_not_null(scene: Scene, key: str, column: str) -> bool:
    table, known = scene.table(key), scene.column(key, column)
    if known is not None and (known.not_null or known.identity):
        return True
    return table is not None and scene.version >= _PROOFS and table.proves_not_null(column)


def _metadata(scene: Scene, cost: Cost, operation: DropNotNull | SetDefault | DropDefault) -> None:
    cost.lock(EXCLUSIVE, *scene.family(scene.key(operation.table)))


def _set_identity(scene: Scene, cost: Cost, operation: SetIdentity) -> None:
    family = scene.family(scene.key(operation.table))
    cost.lock(EXCLUSIVE, *family)
    if operation.action == "set expression" and scene.version >= _EXPRESSIONS:
        column = scene.column(operation.table, operation.column)
        if column is None or column.generated != "virtual":
            cost.rewrite("every row's value is computed and stored", *family)
            cost.read_while_rewritten(*family)


def _set_option(scene: Scene, cost: Cost, operation: SetColumnOption) -> None:
    light = operation.option in {"statistics", "set", "reset"}
    lock = Lock.SHARE_UPDATE_EXCLUSIVE if light else EXCLUSIVE
    cost.lock(lock, *scene.family(scene.key(operation.table)))


def _why_rewritten(scene: Scene, cost: Cost, column: Column) -> str:
    """Return why a new column makes every row be written; empty when it does not."""
    if column.generated:
        stored = column.generated == "stored"
        return "the generated value of every row is computed and stored" if stored else ""
    if column.serial or column.identity:
        return "every row gets its number"
    if _constrained(scene, column):
        return Reason.DOMAIN
    return _why_default_rewrites(scene, cost, column)


def _why_default_rewrites(scene: Scene, cost: Cost, column: Column) -> str:
    if column.default is None or column.default.null:
        return ""
    if scene.version < _FAST_DEFAULTS:
        return "the default is written into every row"
    found, culprit = volatility(column.default.functions, scene.catalog)
    if found is Volatility.UNKNOWN:
        cost.unknown(f"whether {culprit}() is volatile")
    changes = found is Volatility.VOLATILE
    return f"{culprit}() gives another value for every row" if changes else ""


def _constrained(scene: Scene, column: Column) -> bool:
    type_ = column.type
    for _ in range(8):
        if type_ is None or type_.array:
            return False
        domain = scene.catalog.types.get(scene.key(Name(type_.name, type_.schema)))
        if domain is None or domain.base is None:
            return False
        if domain.constraints:
            return True
        type_ = domain.base
    return False


def _filled(column: Column) -> bool:
    """Whether existing rows get a value."""
    given = column.default is not None and not column.default.null
    return given or column.serial or column.identity or bool(column.generated)


def _is_key(column: Column) -> bool:
    return any(found.kind is ConstraintKind.PRIMARY_KEY for found in column.constraints)


def _keys_of(table: Table | None, column: str) -> tuple[Constraint, ...]:
    keys = table.foreign_keys() if table is not None else ()
    return tuple(found for found in keys if column in found.columns)


def _refers(scene: Scene, name: str, target: str, column: str) -> bool:
    table = scene.table(name)
    return any(
        found.references is not None
        and scene.key(found.references) == target
        and column in found.referenced_columns
        for found in (table.foreign_keys() if table is not None else ())
    )


def _reads(index: Index, column: str) -> bool:
    expressions = [index.where, *(key.expression for key in index.keys)]
    return any(key.column == column for key in index.keys) or any(
        column in expression.columns for expression in expressions if expression
    )


def _plain(index: Index) -> bool:
    return index.where is None and not any(key.expression for key in index.keys)


HANDLERS: dict[type[Operation], Callable[[Scene, Cost, Any], None]] = {
    AddColumn: _add,
    DropColumn: _drop,
    RenameColumn: _rename,
    AlterColumnType: _alter_type,
    SetNotNull: _set_not_null,
    DropNotNull: _metadata,
    SetDefault: _metadata,
    DropDefault: _metadata,
    SetIdentity: _set_identity,
    SetColumnOption: _set_option,
}
