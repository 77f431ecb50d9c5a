"""A statement with everything a rule may ask about it: the finest subject."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from branchline.model.effects import Effect, Engine, Lock
from branchline.model.finding import Place
from branchline.model.operations.base import Name, Operation
from branchline.model.schema import Catalog
from branchline.model.value import value


class Part(StrEnum):
    """Which half of a changeset a statement belongs to."""

    UP = "up"
    DOWN = "down"


class Transaction(StrEnum):
    """Who opened the transaction a statement runs in."""

    NONE = "none"
    TOOL = "tool"
    OWN = "own"


@value
class Unit:
    """The statements that stand or fall together: one half of a changeset.

    `operations` holds each statement's operations in order, so that a rule can
    look at what comes later; `wrapped` says that the tool runs the unit in one
    transaction; `managed_timeouts` that the project sets them elsewhere.
    """

    operations: tuple[tuple[Operation, ...], ...] = ()
    wrapped: bool = True
    managed_timeouts: bool = False


@value
class Situation:
    """What earlier statements of the unit leave behind for this one.

    `created` are canonical names of tables, types, views and so on made in
    this unit (renames followed): nobody else can see them, so nothing done to
    them hurts anybody. `temporary` are temporary tables. `held` are the locks
    that the open transaction holds on objects that existed before. `settings`
    are session variables in force, by lower-case name.
    """

    transaction: Transaction = Transaction.TOOL
    created: frozenset[str] = frozenset()
    temporary: frozenset[str] = frozenset()
    held: tuple[tuple[str, Lock], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()

    def setting(self, name: str) -> str | None:
        """Return the value in force of a session variable that the unit set."""
        return next((value for key, value in self.settings if key == name), None)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, the schema before it, and what it does.

    `text` has neither terminator nor leading comments. `error` is the parser's
    complaint when nobody understands it: then there are no operations.
    `effects` stand one for one beside `operations`; `effect` is their sum.
    """

    text: str
    place: Place = Place()
    operations: tuple[Operation, ...] = ()
    effects: tuple[Effect, ...] = ()
    effect: Effect = Effect()
    catalog: Catalog = field(default_factory=Catalog)
    situation: Situation = Situation()
    unit: Unit = Unit()
    position: int = 0
    part: Part = Part.UP
    engine: Engine = Engine()
    change: str = ""
    error: str = ""

    def __iter__(self) -> Iterator[tuple[Operation, Effect]]:
        """Yield each operation with its effect."""
        return iter(zip(self.operations, self.effects, strict=True))

    def earlier(self) -> Iterator[Operation]:
        """Yield what the unit did before this statement, in order."""
        for operations in self.unit.operations[: self.position]:
            yield from operations

    def later(self) -> Iterator[Operation]:
        """Yield what the unit does after this statement, in order."""
        for operations in self.unit.operations[self.position + 1 :]:
            yield from operations

    def name(self, name: Name) -> str:
        """Return the canonical name of `name` in the schema before this statement."""
        return self.catalog.key(name)

    def is_private(self, name: Name) -> bool:
        """Whether nobody else can see the object: made earlier in the unit, or temporary."""
        key = self.catalog.key(name)
        return key in self.situation.created or key in self.situation.temporary

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open when this statement runs."""
        return self.situation.transaction is not Transaction.NONE
