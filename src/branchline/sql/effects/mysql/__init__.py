"""What an operation costs on MySQL and MariaDB, and what a statement of several does.

The actions of one ALTER TABLE are done together: adding a column is instant
and an index needs no copy, but both at once rebuild the table.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from branchline.model.effects import Blocks, Effect, Engine
from branchline.model.operations.base import ConstraintKind, Name, Operation
from branchline.model.operations.objects import CreateIndex, DropIndex, RenameObject
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    CreateTable,
    DropColumn,
    DropConstraint,
    SetAlgorithm,
    SetTableOption,
    TableOperation,
)
from branchline.model.schema import Catalog
from branchline.model.statement import Situation
from branchline.sql.effects.mysql.columns import ASKS as COLUMNS
from branchline.sql.effects.mysql.others import other
from branchline.sql.effects.mysql.table import Server, Shape
from branchline.sql.effects.mysql.tables import ASKS as TABLES
from branchline.sql.effects.mysql.tables import converted
from branchline.sql.effects.mysql.ways import way
from branchline.sql.effects.mysql.work import Asked, Way, Work

_UNIQUE = {ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE}
_ASKS = {**COLUMNS, **TABLES}


def effect(operation: Operation, catalog: Catalog, situation: Situation, engine: Engine) -> Effect:
    """Return the effect of one operation, as if it stood alone."""
    asks = _ASKS.get(type(operation))
    table = _table(operation)
    if asks is None or table is None:
        return other(operation, catalog, situation)
    server, shape = Server(engine, situation), Shape(catalog, table)
    asked = asks(shape, server, operation)
    if isinstance(operation, SetAlgorithm) and not asked.work:
        return Effect(transactional=False, lock=_lock_asked(operation))
    return _effect((asked,), way(asked.work, shape, server), shape, situation)


def together(
    operations: Sequence[Operation], catalog: Catalog, situation: Situation, engine: Engine
) -> Effect | None:
    """Return the effect of the actions of one ALTER TABLE; None where they are no such thing."""
    if isinstance(operations[0], CreateTable):
        return effect(operations[0], catalog, situation, engine)  # its keys come with it
    actions = [one for one in operations if type(one) in _ASKS]
    tables = {_table(one) for one in operations}
    if len(actions) != len(operations) or len(tables) != 1:
        return None
    [table] = tables
    if table is None:
        return None
    leaving = frozenset(name for one in actions if (name := _dropped(one)))
    server, shape = Server(engine, situation), Shape(catalog, table, leaving)
    kept = _without_restored(actions, shape) if server.mariadb else actions
    asked = [_ASKS[type(one)](shape, server, one) for one in kept]
    asked += _between(actions, shape, server)
    best = way(reduce(or_, (one.work for one in asked), Work.NOTHING), shape, server)
    locks = [_lock_asked(one) for one in actions if isinstance(one, SetAlgorithm)]
    strongest = max((best.lock, *locks), key=_LOCKS.index)
    return _effect(asked, Way(best.algorithm, strongest, best.rows), shape, situation)


def _dropped(operation: Operation) -> str:
    if isinstance(operation, DropColumn):
        return operation.column
    return operation.index.name if isinstance(operation, DropIndex) else ""


def _without_restored(actions: Sequence[Operation], shape: Shape) -> Sequence[Operation]:
    """Leave out a key that is dropped and made of the same columns: MariaDB keeps it."""
    added = {
        (one.constraint.columns, one.constraint.kind is ConstraintKind.PRIMARY_KEY): one
        for one in actions
        if isinstance(one, AddConstraint) and one.constraint.kind in _UNIQUE
    }
    restored: list[Operation] = []
    for one in actions:
        key = _dropped_key(one, shape)
        if key[0] and key in added:
            restored += [one, added[key]]
    return [one for one in actions if one not in restored]


def _dropped_key(operation: Operation, shape: Shape) -> tuple[tuple[str, ...], bool]:
    """Return the columns of a unique key that is dropped, and whether rows are kept by it."""
    if isinstance(operation, DropConstraint) and operation.kind_of == "primary key":
        return (() if shape.table.partitioned else shape.primary), True
    if isinstance(operation, DropIndex):
        for index in shape.indexes:
            if index.unique and index.name.rpartition(".")[2] == operation.index.name:
                return tuple(key.column for key in index.keys), index == shape.clustered
    return (), False


def _between(actions: Sequence[Operation], shape: Shape, server: Server) -> list[Asked]:
    """Return what actions ask for only because they stand together."""
    asked = []
    indexes = [one for one in actions if isinstance(one, CreateIndex)]
    if sum(one.kind_of == "fulltext" for one in indexes) > 1:
        asked.append(Asked(Work.COPY, "InnoDB builds one FULLTEXT index at a time"))
    computed = {
        one.column.name
        for one in actions
        if isinstance(one, AddColumn) and one.column.generated == "virtual"
    }
    if any(key.column in computed for one in indexes for key in one.keys):
        asked.append(Asked(Work.WAITING_INDEX))
    options = {one.option: one.value for one in actions if isinstance(one, SetTableOption)}
    if "convert charset" in options and "collate" in options:
        asked.append(converted(shape, server, options["convert charset"], options["collate"]))
    return asked


def _effect(asked: Iterable[Asked], best: Way, shape: Shape, situation: Situation) -> Effect:
    asked = tuple(asked)
    seen = shape.key not in situation.created and shape.key not in situation.temporary
    touched = (shape.key,) if best.rows and seen else ()
    blocks = {"SHARED": Blocks.WRITES, "EXCLUSIVE": Blocks.READS}.get(best.lock, Blocks.NOTHING)
    reasons = tuple(dict.fromkeys(one.reason for one in asked if one.reason))
    usual = ("the table is written anew",) if best.rows == "written" else ()
    return Effect(
        blocks=blocks if touched else Blocks.NOTHING,
        rewrites=touched if best.rows == "written" else (),
        scans=touched,
        transactional=False,
        may_fail_on_data=seen and any(one.may_fail for one in asked),
        algorithm=best.algorithm,
        lock=best.lock,
        unknown=next((one.unknown for one in asked if one.unknown), ""),
        reasons=(reasons or usual) if touched else (),
    )


def _table(operation: Operation) -> Name | None:
    if isinstance(operation, TableOperation | DropIndex | RenameObject):
        return operation.table
    return None


def _lock_asked(operation: SetAlgorithm) -> str:
    return operation.lock if operation.lock in _LOCKS else ""


_LOCKS = ("", "NONE", "SHARED", "EXCLUSIVE")
