"""What is no action of ALTER TABLE: partitions, OPTIMIZE, and what ends a transaction."""

from branchline.model.effects import Blocks, Effect
from branchline.model.operations.base import Operation
from branchline.model.operations.objects import (
    CommentOn,
    CreateFunction,
    CreateObject,
    CreateTrigger,
    CreateView,
    DropObject,
    DropTrigger,
    DropView,
)
from branchline.model.operations.session import Grant, LockTable, Revoke, Vacuum
from branchline.model.operations.tables import (
    AlterPartition,
    CreateTable,
    DropTable,
    TruncateTable,
)
from branchline.model.schema import Catalog
from branchline.model.statement import Situation
from branchline.sql.effects.mysql.table import Shape
from branchline.sql.effects.mysql.work import Way

_NOTHING = Effect()
_COMMITS = Effect(transactional=False)


def other(operation: Operation, catalog: Catalog, situation: Situation) -> Effect:
    """Return the effect of an operation that no storage engine is asked about."""
    if isinstance(operation, AlterPartition):
        shape = Shape(catalog, operation.table)
        return _rows(_PARTITIONS.get(operation.action, _FAST), (shape.key,), situation)
    if isinstance(operation, Vacuum):
        keys = tuple(catalog.key(table) for table in operation.tables)
        return _rows(Way("INPLACE", "NONE", "written"), keys, situation)
    if isinstance(operation, CreateTable | DropTable) and operation.temporary:
        return _NOTHING
    return _COMMITS if isinstance(operation, _DEFINITIONS) else _NOTHING


def _rows(way: Way, keys: tuple[str, ...], situation: Situation) -> Effect:
    hidden = situation.created, situation.temporary
    seen = tuple(key for key in keys if not any(key in names for names in hidden))
    touched = seen if way.rows else ()
    waits = bool(touched) and way.lock == "SHARED"
    return Effect(
        blocks=Blocks.WRITES if waits else Blocks.NOTHING,
        rewrites=touched if way.rows == "written" else (),
        scans=touched,
        transactional=False,
        algorithm=way.algorithm,
        lock=way.lock,
        reasons=("rows are written anew",) if touched else (),
    )


_FAST = Way("INPLACE")
_MOVED = Way("INPLACE", "SHARED", "written")
_PARTITIONS = {
    "partition by": Way("COPY", "SHARED", "written"),
    "remove": Way("COPY", "SHARED", "written"),
    "optimize": Way("COPY", "SHARED", "written"),
    "coalesce": _MOVED,
    "reorganize": _MOVED,
    "rebuild": _MOVED,
}
_DEFINITIONS = (
    CommentOn,
    CreateFunction,
    CreateObject,
    CreateTable,
    CreateTrigger,
    CreateView,
    DropObject,
    DropTable,
    DropTrigger,
    DropView,
    Grant,
    LockTable,
    Revoke,
    TruncateTable,
)
