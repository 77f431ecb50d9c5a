"""A statement with everything a rule may ask about it: the finest subject."""

from collections.abc import Container, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from typing import TypeVar, cast

from branchline.model.effects import Effect, Engine, Lock
from branchline.model.finding import Place
from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import (
    CreateDomain,
    CreateFunction,
    CreateObject,
    CreateType,
    CreateView,
    DropIndex,
    DropObject,
    DropView,
    RenameObject,
)
from branchline.model.operations.session import Commit, Delete, Insert, Rollback, Update
from branchline.model.operations.tables import (
    AddColumn,
    CreateTable,
    DropTable,
    RenameColumn,
    RenameTable,
    TableOperation,
)
from branchline.model.schema import Catalog
from branchline.model.value import value

_O = TypeVar("_O", bound=Operation)


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
    look at what comes later: of a CREATE TABLE that nobody understands, that it
    makes a table; `wrapped` says that the tool runs the unit in one
    transaction; `managed_timeouts` that the project sets them elsewhere.
    `before` is the schema before the first of them.
    """

    operations: tuple[tuple[Operation, ...], ...] = ()
    wrapped: bool = True
    managed_timeouts: bool = False
    before: Catalog | None = None

    def about(self, kind: type[_O], name: str = "") -> Sequence[tuple[int, _O]]:
        """Return the operations of one kind, each with the position of its statement.

        With `name`, bare and without a schema, only those on objects that are
        called so. The unit is indexed once: a file of many statements does not
        cost their square.
        """
        return cast("Sequence[tuple[int, _O]]", self._index.get((kind, name), ()))

    @cached_property
    def _index(self) -> dict[tuple[type, str], list[tuple[int, Operation]]]:
        index: dict[tuple[type, str], list[tuple[int, Operation]]] = {}
        for position, operations in enumerate(self.operations):
            for operation in operations:
                for name in {"", *(name.name for name in names(operation))}:
                    index.setdefault((type(operation), name), []).append((position, operation))
        return index


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
    created: Container[str] = frozenset()
    temporary: Container[str] = frozenset()
    held: tuple[tuple[str, Lock], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()

    def setting(self, name: str) -> str | None:
        """Return the value in force of a session variable that the unit set."""
        return next((value for key, value in self.settings if key == name), None)


@value
class Statement:
    """One statement, the schema before it, and what it does.

    `text` has neither terminator nor leading comments. `error` is the parser's
    complaint when nobody understands it: then there are no operations.
    `terminated` says that a `;` (or the dialect's own) ends it.
    `effects` stand one for one beside `operations`; `effect` is their sum.
    """

    text: str
    place: Place = Place()
    operations: tuple[Operation, ...] = ()
    effects: tuple[Effect, ...] = ()
    effect: Effect = Effect()
    catalog: Catalog = Catalog()
    situation: Situation = Situation()
    unit: Unit = Unit()
    position: int = 0
    part: Part = Part.UP
    engine: Engine = Engine()
    change: str = ""
    error: str = ""
    terminated: bool = True

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

    def of(
        self, kind: type[_O], *, dialect: str = "", part: Part | None = None
    ) -> Sequence[tuple[_O, Effect]]:
        """Return the operations of one kind with their effects.

        There are none when the statement is of another dialect, or stands in
        the other half of its changeset.
        """
        found = self._by_kind.get(kind, ())
        if not found or dialect not in {"", self.engine.dialect} or part not in {None, self.part}:
            return ()
        return cast("Sequence[tuple[_O, Effect]]", found)

    def earlier_on(self, kind: type[_O], name: Name) -> Iterator[_O]:
        """Yield what the unit did to the object before this statement, in order."""
        return (operation for at, operation in self._on(kind, name) if at < self.position)

    def later_on(self, kind: type[_O], name: Name) -> Iterator[_O]:
        """Yield what the unit does to the object from this statement on, in order."""
        return (operation for at, operation in self._on(kind, name) if at >= self.position)

    def is_private(self, name: Name) -> bool:
        """Whether nobody else can see the object: made earlier in the unit, or temporary."""
        if name.schema.startswith("pg_temp") or name.name.startswith("#"):
            return True
        key = self.catalog.key(name)
        return key in self.situation.created or key in self.situation.temporary

    def is_temporary(self, table: Name) -> bool:
        """Whether the table ends with the session, or is being made so by this statement."""
        return (
            table.schema.startswith("pg_temp")
            or table.name.startswith("#")
            or self.catalog.key(table) in self.situation.temporary
            or any(made.temporary and made.table == table for made, _ in self.of(CreateTable))
        )

    def is_own(self, table: Name) -> bool:
        """Whether its rows are the unit's own: private, and not there before IF NOT EXISTS."""
        return self.is_private(table) and not any(
            create.if_not_exists and not create.temporary
            for create in self.earlier_on(CreateTable, table)
        )

    def is_new_column(self, table: Name, column: str) -> bool:
        """Whether the unit added the column earlier; renames of it are followed."""
        name = self.first_name(table, column)
        return any(
            add.column.name == name and self.is_first(add)
            for add in self.earlier_on(AddColumn, table)
        )

    def first_name(self, table: Name, column: str) -> str:
        """Return the name that a column had before the unit renamed it."""
        for rename in reversed([*self.earlier_on(RenameColumn, table)]):
            if rename.new_name == column:
                column = rename.column
        return column

    def is_first(self, add: AddColumn) -> bool:
        """Whether the column cannot have been there before the unit.

        With IF NOT EXISTS it may have been, unless the changelog knows all
        columns that the table had.
        """
        if not add.if_not_exists:
            return True
        known = self.unit.before.table(self.name(add.table)) if self.unit.before else None
        return known is not None and known.complete and known.column(add.column.name) is None

    def is_dropped_later(self, table: Name) -> bool:
        """Whether the unit drops the table, in this statement or after it."""
        return any(self.later_on(DropTable, table))

    def sets_new_columns(self, update: Update) -> bool:
        """Whether UPDATE sets columns that the unit added, and no others."""
        return bool(update.columns) and all(
            self.is_new_column(update.table, column) for column in update.columns
        )

    def takes_all_rows(self, change: Update | Delete) -> bool:
        """Whether nothing chooses among the rows.

        PostgreSQL joins FROM and USING without a condition; elsewhere a join
        has one of its own.
        """
        if change.where is not None:
            return change.where.true
        return not change.limited and not (change.joins and self.engine.dialect != "postgres")

    def rebuilds(self, table: Name) -> bool:
        """Whether the unit puts a copy in the table's place, with all rows.

        Either the copy takes the table's name, or the rows go out to another
        table and come back to a new one of the same name.
        """
        aliases = self._aliases(table)
        return any(
            not aliases.keys().isdisjoint({self.name(read) for read in reads} - {target})
            for target, alias in aliases.items()
            for _, reads in self._queries_into(alias)
        ) or any(self._keeps(table, other, back) for back, other in self._returning(table))

    def replacement(self, table: Name) -> CreateTable | None:
        """Return the CREATE TABLE of the unit that makes what takes the table's place."""
        made = (
            one
            for alias in self._aliases(table).values()
            for _, one in self._on(CreateTable, alias)
        )
        return next(made, None)

    def has_stand_in(self, table: Name) -> bool:
        """Whether a view of the unit takes a name that the table has or had in it."""
        return any(any(self._on(CreateView, alias)) for alias in self._aliases(table).values())

    def held_on(self, kind: type[_O], name: Name) -> Iterator[_O]:
        """Yield what the transaction of this statement has done to the object so far, in order."""
        ends = (*self.unit.about(Commit), *self.unit.about(Rollback))
        since = max((at for at, _ in ends if at < self.position), default=-1)
        first = since + 1 if self.in_transaction else self.position
        return (operation for at, operation in self._on(kind, name) if first <= at <= self.position)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open when this statement runs."""
        return self.situation.transaction is not Transaction.NONE

    @cached_property
    def _by_kind(self) -> dict[type, list[tuple[Operation, Effect]]]:
        """Every rule asks, and most ask in vain: 30 look-ups instead of 30 walks a statement."""
        found: dict[type, list[tuple[Operation, Effect]]] = {}
        for operation, effect in self:
            found.setdefault(type(operation), []).append((operation, effect))
        return found

    def _on(self, kind: type[_O], name: Name) -> Iterator[tuple[int, _O]]:
        key = self.name(name)
        for at, operation in self.unit.about(kind, name.name):
            if any(self.name(other) == key for other in names(operation)):
                yield at, operation

    def _aliases(self, table: Name) -> dict[str, Name]:
        """Return the names that renames of the unit connect with the table's, its own included."""
        found = {self.name(table): table}
        waiting = [table]
        while waiting:
            for _, rename in self._on(RenameTable, waiting.pop()):
                for name in names(rename):
                    if self.name(name) not in found:
                        found[self.name(name)] = name
                        waiting.append(name)
        return found

    def _returning(self, table: Name) -> Iterator[tuple[int, Name]]:
        """Yield what a later statement fills the table from, with its position."""
        for at, reads in self._queries_into(table):
            if at > self.position:
                yield from ((at, read) for read in reads)

    def _keeps(self, table: Name, other: Name, back: int) -> bool:
        """Whether `other` takes all rows before this statement and has them until `back`."""
        drops = [at for at, _ in self._on(DropTable, other)]
        return any(
            at < self.position
            and self.name(table) in map(self.name, reads)
            and not any(at < drop < back for drop in drops)
            for at, reads in self._queries_into(other)
        )

    def _queries_into(self, target: Name) -> Iterator[tuple[int, tuple[Name, ...]]]:
        """Yield what the unit reads where it fills `target` from whole tables, and where."""
        for at, insert in self._on(Insert, target):
            if insert.from_query and not insert.bounded:
                yield at, insert.reads
        for at, create in self._on(CreateTable, target):
            if create.from_query and create.with_data and not create.bounded:
                yield at, create.reads


def names(operation: Operation) -> Iterator[Name]:
    """Yield the objects that an operation is about; for an index, its table where that is known."""
    match operation:
        case RenameTable():
            yield operation.table
            yield operation.new_name
        case TableOperation():
            yield operation.table
        case CreateView() | DropView():
            yield operation.view
        case DropIndex():
            yield operation.index
        case CreateObject() | DropObject():
            yield operation.name
        case CreateFunction():
            yield operation.function
        case CreateType():
            yield operation.type
        case CreateDomain():
            yield operation.domain
        case RenameObject():
            yield operation.name
            yield Name(operation.new_name, operation.name.schema)
        case _:
            pass
