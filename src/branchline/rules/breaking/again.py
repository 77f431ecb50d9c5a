"""Names that a unit gives back: what it drops or renames may be there again when it is through."""

from branchline.model.operations import Name
from branchline.model.operations.objects import (
    CreateDomain,
    CreateFunction,
    CreateObject,
    CreateType,
    CreateView,
    DropObject,
    RenameObject,
)
from branchline.model.operations.tables import CreateTable, RenameTable
from branchline.model.statement import Statement


def is_taken_again(statement: Statement, name: Name) -> bool:
    """Whether the unit gives the name to another object, from this statement on."""
    key = statement.name(name)
    return (
        any(any(statement.later_on(kind, name)) for kind in _MADE)
        or any(made.table is None for made in statement.later_on(CreateObject, name))
        or any(statement.name(new_name(r)) == key for r in statement.later_on(RenameObject, name))
        or any(statement.name(r.new_name) == key for r in statement.later_on(RenameTable, name))
    )


def is_named_here(statement: Statement, name: Name) -> bool:
    """Whether the object has the name from a rename of the unit: no code knows it."""
    key = statement.name(name)
    return any(
        statement.name(new_name(rename)) == key
        for rename in statement.earlier_on(RenameObject, name)
    )


def goes_with_schema(statement: Statement, name: Name) -> bool:
    """Whether the unit drops the whole schema of the object: that is said once."""
    return bool(name.schema) and any(
        drop.what == "schema" for _, drop in statement.unit.about(DropObject, name.schema)
    )


def new_name(rename: RenameObject) -> Name:
    """Return the name that the object has afterwards."""
    return Name(rename.new_name, rename.name.schema)


_MADE = (CreateView, CreateTable, CreateType, CreateDomain, CreateFunction)
