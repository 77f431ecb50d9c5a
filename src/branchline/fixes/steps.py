"""A statement, taken apart into steps that may stand in changesets of their own."""

from enum import StrEnum

from branchline.model.operations import Name, Operation
from branchline.model.operations import objects as o
from branchline.model.operations import tables as t
from branchline.model.schema import Catalog
from branchline.model.statement import Statement
from branchline.model.value import value
from branchline.sql.catalog import apply

Subject = tuple[str, ...]
"""What an operation makes, and what its undo takes away: `("column", "orders", "note")`."""


class Mode(StrEnum):
    """What a step may share a changeset with."""

    PLAIN = "plain"
    """Anything in a transaction."""
    VALIDATE = "validate"
    """Only its like: it reads tables for long, and nothing strong may be locked meanwhile."""
    ALONE = "alone"
    """Nothing: it runs without a transaction, and must be possible to repeat by itself."""


@value
class Step:
    """One statement of the result.

    `title` names a file of it. `subjects` is what a statement of the rollback
    is known by that undoes it; `undo` undoes it where there is none (None when
    nobody knows how, empty when nothing is to do), and `after` in any case,
    because the step makes what the original did not. `about` is the statement
    that tells what it touches, where that is less than the whole one.
    """

    statement: Statement
    sql: str
    mode: Mode = Mode.PLAIN
    title: str = ""
    subjects: frozenset[Subject] | None = frozenset()
    undo: str | None = ""
    after: tuple[str, ...] = ()
    about: Statement | None = None

    @property
    def touches(self) -> Statement:
        """The statement by which it is told what may change places with the step."""
        return self.about or self.statement


def untouched(statement: Statement) -> Step:
    """Return a statement as one step: itself."""
    found = subjects(statement)
    return Step(
        statement, statement.text, subjects=found, undo=None if found != frozenset() else ""
    )


def subjects(statement: Statement) -> frozenset[Subject] | None:
    """Return what a statement makes or takes away; None when that is not known of all it does."""
    found = [subject(operation, statement) for operation in statement.operations]
    known = frozenset(each for each in found if each is not None)
    return known if found and None not in found else None


def subject(operation: Operation, statement: Statement) -> Subject | None:
    """Return by what an operation and its undo know each other."""
    if isinstance(operation, o.CreateIndex):
        return ("index", index_name(operation, statement) or operation.table.name)
    if isinstance(operation, t.AddConstraint):
        return ("constraint", operation.table.name, constraint_name(operation, statement))
    word, *fields = _SUBJECTS.get(type(operation), ("",))
    values = (getattr(operation, field) for field in fields)
    return (word, *(getattr(each, "name", each) for each in values)) if word else None


def constraint_name(add: t.AddConstraint, statement: Statement) -> str:
    """Return the name of a constraint: its own, or the one that the server will give."""
    if add.constraint.name:
        return add.constraint.name
    before = _schema_at(statement, add)
    table = before.table(add.table)
    known = {found.name for found in table.constraints} if table else set[str]()
    after = apply(before, add, statement.change).table(add.table)
    made = [found.name for found in after.constraints if found.name not in known] if after else []
    return made[0] if made else ""


def index_name(create: o.CreateIndex, statement: Statement) -> str:
    """Return the name of an index: its own, or the one that the server will give.

    Empty when it has none and the table's other indexes are not known.
    """
    table = statement.catalog.table(create.table)
    if create.name or table is None or not table.complete:
        return create.name
    known = {found.name for found in statement.catalog.indexes_of(table.name)}
    after = apply(statement.catalog, create, statement.change)
    made = [found.name for found in after.indexes_of(table.name) if found.name not in known]
    return made[0].rpartition(".")[2] if made else ""


def beside(table: Name, name: str) -> Name:
    """Return the name of an object in the schema of a table."""
    return Name(name, table.schema)


_SUBJECTS: dict[type[Operation], tuple[str, ...]] = {
    o.DropIndex: ("index", "index"),
    **dict.fromkeys((t.CreateTable, t.DropTable), ("table", "table")),
    **dict.fromkeys((o.CreateView, o.DropView), ("view", "view")),
    **dict.fromkeys((t.AddColumn, t.DropColumn), ("column", "table", "column")),
    **dict.fromkeys((t.SetNotNull, t.DropNotNull), ("not null", "table", "column")),
    **dict.fromkeys((t.SetDefault, t.DropDefault), ("default", "table", "column")),
    **dict.fromkeys((o.CreateTrigger, o.DropTrigger), ("trigger", "table", "name")),
    t.DropConstraint: ("constraint", "table", "name"),
}
"""A word, and the fields that name what is made or taken away."""


def _schema_at(statement: Statement, operation: Operation) -> Catalog:
    """Return the schema that one operation of a statement meets."""
    catalog = statement.catalog
    for earlier in statement.operations:
        if earlier is operation:
            break
        catalog = apply(catalog, earlier, statement.change)
    return catalog
