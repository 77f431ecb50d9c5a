"""What an operation is about: the kind of object and its name, as a sentence says them."""

from branchline.model.operations import Operation
from branchline.model.operations.objects import (
    AddEnumValue,
    AlterAttribute,
    AlterDomain,
    AlterObject,
    AlterSequence,
    CreateDomain,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateTrigger,
    CreateType,
    CreateView,
    DropIndex,
    DropObject,
    DropTrigger,
    DropView,
    RenameEnumValue,
    RenameObject,
    SetSchema,
)
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    DropColumn,
    DropConstraint,
    RenameColumn,
    TableOperation,
)


def subject(operation: Operation) -> str:
    """Return `index orders_total_idx`, `column orders.note`: words for what is changed."""
    return _named(operation) or _on_table(operation) or operation.kind().replace("-", " ")


def _named(operation: Operation) -> str:
    words = ""
    match operation:
        case CreateView(view=name) | DropView(view=name):
            words = f"{'materialized ' if operation.materialized else ''}view {name}"
        case CreateType(type=name) | AddEnumValue(type=name) | RenameEnumValue(type=name):
            words = f"type {name}"
        case AlterAttribute(type=name):
            words = f"type {name}"
        case CreateDomain(domain=name) | AlterDomain(domain=name):
            words = f"domain {name}"
        case AlterSequence(sequence=name):
            words = f"sequence {name}"
        case CreateFunction(function=name):
            words = f"{'procedure' if operation.procedure else 'function'} {name}"
        case CreateObject(name=name) | AlterObject(name=name) | DropObject(name=name):
            words = f"{operation.what} {name}"
        case RenameObject(name=name) | SetSchema(name=name):
            words = f"{operation.what} {name}"
        case DropIndex(index=name):
            words = f"index {name}"
    return words


def _on_table(operation: Operation) -> str:
    words = ""
    match operation:
        case CreateIndex(name=name) if name:
            words = f"index {name}"
        case CreateTrigger(name=name) | DropTrigger(name=name):
            words = f"trigger {name}"
        case AddColumn(table=table, column=column):
            words = f"column {table}.{column.name}"
        case DropColumn(table=table, column=column) | RenameColumn(table=table, column=column):
            words = f"column {table}.{column}"
        case AddConstraint(constraint=constraint) if constraint.name:
            words = f"constraint {constraint.name}"
        case DropConstraint(name=name) if name:
            words = f"constraint {name}"
        case TableOperation(table=table):
            words = f"table {table}"
    return words
