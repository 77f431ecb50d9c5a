"""An effect being added up, and what stands around the operation that causes it.

Only objects that existed before the unit count: `Cost` leaves the others out,
so the tables of costs need not ask.
"""

from collections.abc import Callable, Iterable, Iterator

from branchline.model.effects import Blocks, Effect, Engine, Lock
from branchline.model.operations.base import Column, Name
from branchline.model.schema import Catalog, Table
from branchline.model.statement import Situation

# A family of tables is locked as a whole; more names than this help nobody.
_MOST = 256
# The version of a server that tells none.
_LONG_LIVED = 17


class Scene:
    """The schema, the situation and the server that an operation meets."""

    def __init__(self, catalog: Catalog, situation: Situation, engine: Engine) -> None:
        """Take the values as they stand before the operation."""
        self.catalog = catalog
        self.situation = situation
        self.version = engine.version[0] if engine.version else _LONG_LIVED

    def key(self, name: Name) -> str:
        """Return the canonical name of `name`."""
        return self.catalog.key(name)

    def table(self, name: Name | str) -> Table | None:
        """Return a table as far as the changelog tells."""
        return self.catalog.table(name)

    def column(self, name: Name | str, column: str) -> Column | None:
        """Return a column as far as the changelog tells."""
        table = self.table(name)
        return table.column(column) if table is not None else None

    def existed(self, key: str) -> bool:
        """Whether others can see the object: it is there, and was before the unit."""
        known = self.situation
        private = key in known.created or key in known.temporary
        return not private and key not in self.catalog.gone

    def family(self, key: str) -> tuple[str, ...]:
        """Return a table and all that inherit from it, partitions included."""
        return tuple(_reached(key, self._heirs))

    def empty(self, key: str) -> bool:
        """Whether the unit made the table and put no rows in."""
        table = self.table(key)
        return table is not None and not table.rows and not self.existed(key)

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return a table and the partitioned tables above it."""
        return tuple(_reached(key, self._above))

    def partitions(self, key: str) -> tuple[str, ...]:
        """Return a table and its partitions, theirs included."""
        return tuple(_reached(key, self._parts))

    def readers(self, key: str) -> tuple[str, ...]:
        """Return the views that read a relation, and those that read them."""
        return tuple(_reached(key, self.catalog.readers_of))[1:]

    def _heirs(self, key: str) -> tuple[str, ...]:
        table = self.table(key)
        return (*table.partitions, *table.children) if table is not None else ()

    def _above(self, key: str) -> tuple[str, ...]:
        table = self.table(key)
        return (table.partition_of,) if table is not None and table.partition_of else ()

    def _parts(self, key: str) -> tuple[str, ...]:
        table = self.table(key)
        return table.partitions if table is not None else ()


class Cost:
    """What an operation does, added up in any order."""

    def __init__(self, scene: Scene) -> None:
        """Start from nothing."""
        self._scene = scene
        self._locks: dict[str, Lock] = {}
        self._rewrites: dict[str, None] = {}
        self._scans: dict[str, None] = {}
        self._reasons: dict[str, None] = {}
        self._blocks: Blocks | None = None
        self._unknown = ""
        self._transactional = True
        self._may_fail = False

    def lock(self, lock: Lock, *keys: str) -> None:
        """Lock some objects."""
        for key in keys:
            self._locks[key] = max(lock, self._locks.get(key, Lock.NONE))

    def scan(self, reason: str, *keys: str) -> None:
        """Read all rows of some tables, because of `reason`."""
        self._note(self._scans, reason, keys)

    def rewrite(self, reason: str, *keys: str) -> None:
        """Write all rows of some tables anew, because of `reason`."""
        self._note(self._rewrites, reason, keys)

    def read_while_rewritten(self, *keys: str) -> None:
        """Count tables among those scanned, for a reason that is given already."""
        self._note(self._scans, "", keys)

    def because(self, reason: str) -> None:
        """Say something about the work."""
        self._reasons[reason] = None

    def blocks(self, blocks: Blocks) -> None:
        """Say what the work blocks where the table's lock does not tell."""
        self._blocks = blocks

    def fail_on_rows_of(self, *keys: str) -> None:
        """Say that rows which some table has may make it fail."""
        self._may_fail = self._may_fail or any(map(self._scene.existed, keys))

    def leave_transaction(self) -> None:
        """Say that a transaction block refuses it."""
        self._transactional = False

    def unknown(self, what: str) -> None:
        """Say what the changelog would have to tell."""
        self._unknown = self._unknown or what

    def effect(self) -> Effect:
        """Return what was added up, for objects that existed before."""
        seen = self._scene.existed
        locks = {key: lock for key, lock in self._locks.items() if seen(key)}
        held = dict(self._scene.situation.held) if self._transactional else {}
        rewrites = tuple(key for key in self._rewrites if seen(key))
        scans = tuple(key for key in self._scans if seen(key))
        derived = max(
            (
                blocked(max(locks.get(above, Lock.NONE), held.get(above, Lock.NONE)))
                for key in (*rewrites, *scans)
                for above in self._scene.ancestors(key)
            ),
            key=[*Blocks].index,
            default=Blocks.NOTHING,
        )
        worked = rewrites or scans
        return Effect(
            locks=tuple(locks.items())[:_MOST],
            blocks=self._blocks if self._blocks is not None and worked else derived,
            rewrites=rewrites[:_MOST],
            scans=scans[:_MOST],
            transactional=self._transactional,
            may_fail_on_data=self._may_fail,
            unknown=self._unknown,
            reasons=tuple(self._reasons) if worked or not self._transactional else (),
        )

    def _note(self, where: dict[str, None], reason: str, keys: Iterable[str]) -> None:
        for key in keys:
            table = self._scene.table(key)
            if table is not None and table.partitioned and table.complete:
                continue  # the rows are in the partitions
            where[key] = None
            if reason and self._scene.existed(key):
                self._reasons[reason] = None


def blocked(lock: Lock) -> Blocks:
    """Return what a table lock keeps others from doing."""
    if lock is Lock.ACCESS_EXCLUSIVE:
        return Blocks.READS
    return Blocks.WRITES if lock >= Lock.SHARE else Blocks.NOTHING


def _reached(key: str, following: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
    seen, waiting = {key}, [key]
    while waiting:
        member = waiting.pop()
        yield member
        new = [heir for heir in following(member) if heir not in seen]
        seen.update(new)
        waiting.extend(new)
