"""PostgreSQL 11 to 18: locks, scans and rewrites of every operation.

What others cannot do follows from the lock and the work: an ACCESS EXCLUSIVE
lock that is held for an instant blocks nothing that a person would notice.
"""

from collections.abc import Callable
from typing import Any

from branchline.model.effects import Effect, Engine
from branchline.model.operations.base import Operation
from branchline.model.schema import Catalog
from branchline.model.statement import Situation
from branchline.sql.effects.cost import Cost, Scene
from branchline.sql.effects.postgres import columns, constraints, indexes, objects, rows, tables

_Handler = Callable[[Scene, Cost, Any], None]


def effect(operation: Operation, catalog: Catalog, situation: Situation, engine: Engine) -> Effect:
    """Return the effect of one operation."""
    handler = _HANDLERS.get(type(operation))
    if handler is None:
        return _NOTHING
    scene = Scene(catalog, situation, engine)
    cost = Cost(scene)
    handler(scene, cost, operation)
    return cost.effect()


_NOTHING = Effect()
_HANDLERS: dict[type[Operation], _Handler] = {
    **tables.HANDLERS,
    **columns.HANDLERS,
    **constraints.HANDLERS,
    **indexes.HANDLERS,
    **objects.HANDLERS,
    **rows.HANDLERS,
}
