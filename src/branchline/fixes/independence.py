"""Whether two statements may change places.

The answer is no unless it is certain: a wrong no costs one more file, a wrong
yes another schema.
"""

from collections.abc import Iterator
from functools import cached_property

from branchline.fixes.words import names
from branchline.model.operations import Constraint, ConstraintKind, Operation
from branchline.model.operations import objects as o
from branchline.model.operations import session as s
from branchline.model.operations import tables as t
from branchline.model.statement import Statement


class Footprint:
    """What a statement touches, found out when it is asked for, and once."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.operations = statement.operations

    @cached_property
    def is_known(self) -> bool:
        """Whether the names in the statement tell all that it touches."""
        return bool(self.operations) and all(
            isinstance(each, _KNOWN)
            and not getattr(each, "functions", ())
            and _is_found(each, self.statement)
            for each in self.operations
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The names and words that it says."""
        return names(self.statement.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that it says, and those that it means."""
        return _names(self.statement, self.words)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The names of its tables, and of their schemas."""
        return _table_names(self.statement)

    @cached_property
    def is_part(self) -> bool:
        """Whether it is about parts of a table, each of which it names."""
        return all(
            isinstance(each, _PARTS) and _has_columns(each, self.statement)
            for each in self.operations
        )

    @cached_property
    def indexes(self) -> tuple[str, ...]:
        """The indexes that it makes or drops, if it does nothing else and none is unique."""
        found = tuple(_plain_index(each, self.statement) for each in self.operations)
        return found if all(found) else ()

    @cached_property
    def checks(self) -> tuple[str, ...]:
        """What it says rows may hold, if it says nothing else."""
        found = tuple(_checked(each) for each in self.operations)
        return found if all(found) else ()

    @cached_property
    def is_indifferent(self) -> bool:
        """Whether an index that is not unique makes no difference to it."""
        return all(isinstance(each, _INDIFFERENT) for each in self.operations)

    @cached_property
    def proves(self) -> bool:
        """Whether it only adds or proves constraints, each apart from what others say."""
        return all(
            isinstance(each, _PROOFS)
            and not (
                isinstance(each, t.AddConstraint)
                and each.constraint.kind is ConstraintKind.PRIMARY_KEY
            )
            for each in self.operations
        )


def independent(one: Footprint, other: Footprint) -> bool:
    """Whether the result of two statements is the same in either order.

    So it is when the two share no name; when they share their table alone and
    each makes or drops something of its own there; for an index that is not
    unique beside rows and constraints, which it says nothing about; and for a
    CHECK or NOT NULL beside other constraints.
    """
    if not (one.is_known and other.is_known):
        return False
    shared = one.names & other.names
    if not shared or _is_beside(one, other) or _is_beside(other, one):
        return True
    return shared <= one.tables & other.tables and one.is_part and other.is_part


def _is_beside(one: Footprint, other: Footprint) -> bool:
    """Whether the first is an index or a CHECK that the other does not mention or care about."""
    own = (one.indexes if other.is_indifferent else ()) or (one.checks if other.proves else ())
    return bool(own) and other.words.isdisjoint(own)


def _checked(operation: Operation) -> str:
    """Return the name of a CHECK, or what cannot be a name for NOT NULL; empty for all else."""
    match operation:
        case t.SetNotNull(column=column):
            return f"not null of {column}"
        case t.AddConstraint(constraint=found) if found.kind is ConstraintKind.CHECK:
            return found.name
        case _:
            return ""


def _plain_index(operation: Operation, statement: Statement) -> str:
    """Return the name of an index, made or dropped, that is not unique; empty for all else."""
    match operation:
        case o.CreateIndex(unique=False, table=table, name=name):
            return name or f"{table} without a name"
        case o.DropIndex(index=name):
            index = statement.catalog.index(name)
            return name.name if index and not index.unique else ""
        case _:
            return ""


def _is_found(operation: Operation, statement: Statement) -> bool:
    """Whether the table of an index is known, where the statement does not name it."""
    match operation:
        case o.DropIndex(index=name):
            return statement.catalog.index(name) is not None
        case o.Reindex(target=name, scope="index"):
            return statement.catalog.index(name) is not None
        case o.Reindex(scope=scope):
            return scope == "table"
        case _:
            return True


def _has_columns(operation: Operation, statement: Statement) -> bool:
    """Whether the columns of a constraint are known, where the statement names it alone."""
    match operation:
        case (
            t.DropConstraint(table=name, name=constraint)
            | t.ValidateConstraint(table=name, name=constraint)
        ):
            table = statement.catalog.table(name)
            return table is not None and table.constraint(constraint) is not None
        case _:
            return True


def _names(statement: Statement, words: frozenset[str]) -> frozenset[str]:
    """Return all names of a statement, with those that it means and does not say."""
    found = set(words - _WORDS)
    for operation in statement.operations:
        found.update(_said(operation))
        match operation:
            case o.DropIndex(index=name) | o.Reindex(target=name):
                index = statement.catalog.index(name)
                if index is not None:
                    found.add(index.table.rpartition(".")[2])
                    found.update(key.column for key in index.keys)
            case (
                t.DropConstraint(table=at, name=called)
                | t.ValidateConstraint(table=at, name=called)
            ):
                table = statement.catalog.table(at)
                constraint = table.constraint(called) if table else None
                found.update(_columns(constraint) if constraint else ())
    return frozenset(found - {""})


def _said(operation: Operation) -> Iterator[str]:
    """Yield the names of columns: one may be called as a word of SQL."""
    match operation:
        case o.CreateIndex(name=name, keys=keys, include=include):
            yield name
            yield from (key.column for key in keys)
            yield from include
        case t.AddColumn(column=column):
            yield column.name
        case t.AddConstraint(constraint=constraint):
            yield constraint.name
            yield from _columns(constraint)
        case s.Insert(columns=columns) | s.Update(columns=columns):
            yield from columns
        case t.DropConstraint(name=name) | t.ValidateConstraint(name=name):
            yield name
        case _:
            called = getattr(operation, "column", "")
            yield called if isinstance(called, str) else ""


def _columns(constraint: Constraint) -> Iterator[str]:
    yield from constraint.columns
    yield from constraint.expression.columns if constraint.expression else ()


def _table_names(statement: Statement) -> frozenset[str]:
    found: set[str] = set()
    for operation in statement.operations:
        if isinstance(operation, t.TableOperation):
            found.update(operation.table)
        elif isinstance(operation, o.CommentOn):
            found.update(operation.table or (operation.name if operation.what == "table" else ()))
        elif isinstance(operation, o.DropIndex):
            index = statement.catalog.index(operation.index)
            found.update(index.table.split(".") if index else ())
    return frozenset(found)


_PARTS = (
    t.AddColumn,
    t.DropColumn,
    t.AddConstraint,
    t.DropConstraint,
    t.ValidateConstraint,
    t.SetNotNull,
    t.DropNotNull,
    t.SetDefault,
    t.DropDefault,
    o.CreateIndex,
    o.DropIndex,
    o.CommentOn,
)
_PROOFS = (t.AddConstraint, t.ValidateConstraint, t.SetNotNull, t.SetDefault, t.DropDefault)
_INDIFFERENT = (
    t.AddConstraint,
    t.DropConstraint,
    t.ValidateConstraint,
    t.SetNotNull,
    t.DropNotNull,
    t.SetDefault,
    t.DropDefault,
    o.CommentOn,
    s.Insert,
    s.Update,
    s.Delete,
)
_KNOWN = (
    *_PARTS,
    t.CreateTable,
    t.DropTable,
    t.AlterColumnType,
    t.SetColumnOption,
    o.Reindex,
    s.Insert,
    s.Update,
    s.Delete,
)
# None of these is a name where a column of that name is not said to be one.
_SAID = (
    "add alter and as asc by cascade check column concurrently constraint create default delete"
    " desc distinct drop exists foreign from if in index insert into is not null on only or order"
    " primary references reindex restrict select set table to unique update using valid validate"
    " values where with"
)
_WORDS = frozenset(_SAID.split())
