"""The names that a statement gives to something new.

What is there already cannot be called otherwise without breaking who uses it:
rules about names ask of new ones only, and a new name of an old thing is one.
"""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.operations import Column, Constraint, ConstraintKind, Name, Operation
from branchline.model.operations.objects import (
    CreateDomain,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateTrigger,
    CreateType,
    CreateView,
    RenameObject,
)
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    CreateTable,
    ModifyColumn,
    RenameColumn,
    RenameTable,
)
from branchline.model.statement import Statement


class New(NamedTuple):
    """A new name: `what` is table, column, index, unique, check, view and so on.

    `table` and `columns` are what it stands on, `references` the table that a
    foreign key refers to.
    """

    what: str
    name: str
    table: str = ""
    columns: tuple[str, ...] = ()
    references: str = ""

    @property
    def words(self) -> str:
        """The name as a sentence says it: `orders.total` for a column."""
        return f"{self.table}.{self.name}" if self.what == "column" else self.name


def new_names(statement: Statement) -> Iterator[New]:
    """Yield the new names of a statement, those of temporary things left out."""
    for operation in statement.operations:
        if isinstance(operation, CreateTable):
            yield from () if operation.temporary else _in_table(operation)
        elif isinstance(operation, (AddColumn, ModifyColumn)):
            yield from _in_column(operation.table, operation.column)
        else:
            yield from _single(operation)


def _in_table(create: CreateTable) -> Iterator[New]:
    if not create.partition_of:
        yield New("table", create.table.name)
    for column in () if create.from_query else create.columns:
        yield from _in_column(create.table, column)
    for constraint in create.constraints:
        yield from _constraint(create.table, constraint)


def _in_column(table: Name, column: Column) -> Iterator[New]:
    yield New("column", column.name, table.name)
    for constraint in column.constraints:
        yield from _constraint(table, constraint)


def _constraint(table: Name, constraint: Constraint) -> Iterator[New]:
    if constraint.name and constraint.kind in _KINDS:
        references = constraint.references.name if constraint.references else ""
        what = _KINDS[constraint.kind]
        yield New(what, constraint.name, table.name, constraint.columns, references)


def _single(operation: Operation) -> Iterator[New]:
    match operation:
        case RenameTable(new_name=name):
            yield New("table", name.name)
        case RenameColumn(table=table, new_name=name):
            yield New("column", name, table.name)
        case RenameObject(what=what, new_name=name):
            yield New(what, name, operation.table.name if operation.table else "")
        case AddConstraint(table=table, constraint=constraint):
            yield from _constraint(table, constraint)
        case CreateIndex(table=table, name=name) if name:
            columns = tuple(key.column for key in operation.keys if key.column)
            yield New("unique" if operation.unique else "index", name, table.name, columns)
        case CreateTrigger(table=table, name=name):
            yield New("trigger", name, table.name)
        case _:
            yield from _object(operation)


def _object(operation: Operation) -> Iterator[New]:
    match operation:
        case CreateView(view=name) if not operation.temporary:
            yield New("view", name.name)
        case CreateType(type=name):
            yield New("type", name.name)
        case CreateDomain(domain=name):
            yield New("domain", name.name)
        case CreateFunction(function=name):
            yield New("procedure" if operation.procedure else "function", name.name)
        case CreateObject(what=what, name=name) if what in _NAMED and not operation.temporary:
            yield New(what, name.name, operation.table.name if operation.table else "")


_KINDS = {
    ConstraintKind.PRIMARY_KEY: "primary_key",
    ConstraintKind.UNIQUE: "unique",
    ConstraintKind.CHECK: "check",
    ConstraintKind.FOREIGN_KEY: "foreign_key",
    ConstraintKind.EXCLUDE: "exclusion",
}
# Roles, databases and extensions are called as somebody else says.
_NAMED = frozenset({"schema", "sequence", "policy", "rule", "event", "synonym", "aggregate"})
