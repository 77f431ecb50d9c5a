"""What engines cost that nobody measured: what is plain, and that the rest is not known."""

from branchline.model.effects import Effect, Engine
from branchline.model.operations.base import Operation
from branchline.model.operations.objects import CreateIndex, DropIndex
from branchline.model.operations.session import Vacuum
from branchline.model.operations.tables import CreateTable, TableOperation
from branchline.model.schema import Catalog
from branchline.model.statement import Situation

_NOTHING = Effect()
_SQLITE = Effect(reasons=("one writer at a time: SQLite locks the whole database",))


def effect(operation: Operation, catalog: Catalog, situation: Situation, engine: Engine) -> Effect:
    """Return the effect of one operation on an engine without a table of costs."""
    if isinstance(operation, Vacuum) and engine.dialect == "sqlite":
        return Effect(transactional=False)
    name = operation.table if isinstance(operation, (TableOperation, DropIndex)) else None
    if name is None or isinstance(operation, CreateTable):
        return _NOTHING
    key = catalog.key(name)
    if key in situation.created or key in situation.temporary:
        return _NOTHING
    if engine.dialect == "sqlite":
        return _sqlite(operation, key)
    return Effect(unknown=f"what this costs on {engine.dialect}")


def _sqlite(operation: Operation, key: str) -> Effect:
    if isinstance(operation, CreateIndex):
        return Effect(scans=(key,), may_fail_on_data=operation.unique, reasons=_SQLITE.reasons)
    return _SQLITE
