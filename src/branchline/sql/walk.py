"""One unit walked, operation by operation: the schema and the situation at each step.

ROLLBACK gives back the schema that stood when its transaction began, except
where servers commit with every change of the schema.
"""

from collections.abc import Iterable

from branchline.model.effects import Effect, Engine
from branchline.model.operations.base import Operation
from branchline.model.operations.session import Begin, Commit, Rollback, Savepoint
from branchline.model.schema import Catalog
from branchline.model.statement import Statement, Transaction
from branchline.sql.catalog import apply, end_unit
from branchline.sql.effects import effect_of, effect_of_all
from branchline.sql.situation import Progress, advance, opening

_NO_EFFECT = Effect()
_MOST_SAVEPOINTS = 256
_COMMIT_EACH = frozenset({"mysql", "mariadb", "oracle"})


class Walk:
    """The way through a unit; `statement` and `move` take a step each."""

    def __init__(self, catalog: Catalog, engine: Engine, change: str, *, wrapped: bool) -> None:
        """Stand before the first statement, with the schema `catalog`."""
        self._catalog = catalog
        self._begin = catalog
        self._engine = engine
        self._change = change
        self._progress = opening(wrapped=wrapped)
        self._savepoints: dict[str, tuple[Catalog, Progress]] = {}

    def statement(
        self, operations: Iterable[Operation], makes: Operation | None = None
    ) -> Statement:
        """Take the step of one statement; its text and its place are the caller's.

        `makes` is what one that nobody understands makes all the same.
        """
        catalog, situation = self._catalog, self._progress.situation
        operations = tuple(operations)
        effects = tuple([self._judged(operation) for operation in operations])
        if makes is not None:
            self.move(makes)
        return Statement(
            "",
            operations=operations,
            effects=effects,
            effect=effect_of_all(operations, effects, catalog, situation, self._engine),
            catalog=catalog,
            situation=situation,
            engine=self._engine,
            change=self._change,
        )

    def move(self, operation: Operation, effect: Effect = _NO_EFFECT) -> None:
        """Take the step of one operation without asking what it costs."""
        if isinstance(operation, Savepoint):
            self._mark(operation)
            return
        open_before = self._progress.situation.transaction is not Transaction.NONE
        after = apply(self._catalog, operation, self._change)
        self._progress = advance(self._progress, operation, effect, self._catalog, after)
        self._catalog = after
        match operation:
            case Rollback() if open_before and self._engine.dialect not in _COMMIT_EACH:
                self._catalog = self._begin
            case Commit() | Begin() if not (open_before and isinstance(operation, Begin)):
                self._begin = after
        if isinstance(operation, Commit | Rollback):
            self._savepoints.clear()

    def end(self) -> Catalog:
        """Return the schema after the unit."""
        return end_unit(self._catalog, self._progress.temporary)

    def _mark(self, operation: Savepoint) -> None:
        """Keep what a savepoint gives back: the schema, the settings, and no later lock."""
        if operation.action == "savepoint":
            self._savepoints.pop(operation.name, None)
            if len(self._savepoints) < _MOST_SAVEPOINTS:
                self._savepoints[operation.name] = self._catalog, self._progress
        elif operation.action == "rollback to" and operation.name in self._savepoints:
            self._catalog, self._progress = self._savepoints[operation.name]

    def _judged(self, operation: Operation) -> Effect:
        effect = effect_of(operation, self._catalog, self._progress.situation, self._engine)
        self.move(operation, effect)
        return effect
