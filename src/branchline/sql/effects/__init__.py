"""What an operation costs on an engine, with the schema before it.

Measured on real servers, which the tests ask again. An engine without a table
of its own gets an effect that says so.
"""

from collections.abc import Iterable, Sequence

from branchline.model.effects import Blocks, Effect, Engine, Lock
from branchline.model.operations.base import Operation
from branchline.model.schema import Catalog
from branchline.model.statement import Situation
from branchline.sql.effects.cost import blocked

__all__ = ["effect_of", "effect_of_all", "total"]

_MYSQL = ("mysql", "mariadb")
_ALGORITHMS = ("", "INSTANT", "NOCOPY", "INPLACE", "COPY")
_LOCKS = ("", "NONE", "SHARED", "EXCLUSIVE")


def effect_of(
    operation: Operation, catalog: Catalog, situation: Situation, engine: Engine
) -> Effect:
    """Return the effect of one operation; `catalog` and `situation` are those before it."""
    if engine.dialect == "postgres":
        from branchline.sql.effects.postgres import effect

        return effect(operation, catalog, situation, engine)
    if engine.dialect in _MYSQL:
        from branchline.sql.effects.mysql import effect as mysql

        return mysql(operation, catalog, situation, engine)
    from branchline.sql.effects.other import effect as unmeasured

    return unmeasured(operation, catalog, situation, engine)


def effect_of_all(
    operations: Sequence[Operation],
    effects: Sequence[Effect],
    catalog: Catalog,
    situation: Situation,
    engine: Engine,
) -> Effect:
    """Return the effect of a statement; `effects` are those of its operations.

    `catalog` and `situation` are those before it. MySQL and MariaDB do the
    actions of one ALTER TABLE together, which may cost more than each alone.
    """
    if engine.dialect in _MYSQL and len(operations) > 1:
        from branchline.sql.effects.mysql import together

        return together(operations, catalog, situation, engine) or total(effects)
    return total(effects)


def total(effects: Iterable[Effect]) -> Effect:
    """Return the effect of a statement: the strongest locks, the worst of everything else.

    One lock is held for all of a statement's work: a scan beside an ACCESS
    EXCLUSIVE blocks reads, whichever action asked for which.
    """
    parts = tuple(effects)
    if len(parts) == 1:
        return parts[0]
    locks: dict[str, Lock] = {}
    for part in parts:
        for name, lock in part.locks:
            locks[name] = max(lock, locks.get(name, Lock.NONE))
    rewrites = _union(part.rewrites for part in parts)
    scans = _union(part.scans for part in parts)
    worst = [part.blocks for part in parts]
    worst += [blocked(locks.get(name, Lock.NONE)) for name in (*rewrites, *scans)]
    return Effect(
        locks=tuple(locks.items()),
        blocks=max(worst, key=[*Blocks].index, default=Blocks.NOTHING),
        rewrites=rewrites,
        scans=scans,
        transactional=all(part.transactional for part in parts),
        may_fail_on_data=any(part.may_fail_on_data for part in parts),
        algorithm=max((part.algorithm for part in parts), key=_ALGORITHMS.index, default=""),
        lock=max((part.lock for part in parts), key=_LOCKS.index, default=""),
        unknown=next((part.unknown for part in parts if part.unknown), ""),
        reasons=_union(part.reasons for part in parts),
    )


def _union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))
