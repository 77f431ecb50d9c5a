"""Whether a statement of MySQL or MariaDB that was cut off took effect.

A statement of theirs takes effect as a whole or not at all (atomic DDL; one
ALTER TABLE is one copy or one change of the dictionary). So one thing that it
makes, drops or renames tells of all of it; and where two disagree, or nothing
can be seen, the answer is that nobody knows.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from branchline.deploy.drivers.wire import Found
from branchline.deploy.history.store import Query, Speech
from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import (
    CreateFunction,
    CreateIndex,
    CreateTrigger,
    CreateView,
    DropIndex,
    DropObject,
    DropTrigger,
    DropView,
)
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropTable,
    RenameColumn,
    RenameTable,
)
from branchline.model.regex import regex

Ask = Callable[[Query], list[dict[str, Any]]]


def found(statement: str, speech: Speech, ask: Ask) -> Found:
    """Look for everything that a statement makes or takes away; what may run twice is absent."""
    if _AGAIN.match(statement):
        return Found.ABSENT
    from branchline.sql.parse import parse

    parsed = parse(statement, speech.dialect)
    if parsed.error:
        return Found.UNKNOWN
    answers = {
        bool(ask(query)) == makes
        for operation in parsed.operations
        for query, makes in _questions(operation, speech.schema)
    }
    if len(answers) != 1:
        return Found.UNKNOWN
    return Found.STANDS if answers.pop() else Found.ABSENT


def _questions(operation: Operation, schema: str) -> Iterator[tuple[Query, bool]]:
    """Yield what to ask, and whether a row of an answer means that the statement stands."""
    match operation:
        case CreateTable(temporary=False):
            yield _table(operation.table, schema), True
        case DropTable(temporary=False):
            yield _table(operation.table, schema), False
        case RenameTable():
            yield _table(operation.table, schema), False
            yield _table(operation.new_name, schema), True
        case AddColumn():
            yield _column(operation.table, operation.column.name, schema), True
        case DropColumn():
            yield _column(operation.table, operation.column, schema), False
        case RenameColumn() if operation.column.lower() != operation.new_name.lower():
            yield _column(operation.table, operation.column, schema), False
            yield _column(operation.table, operation.new_name, schema), True
        case _:
            yield from _objects(operation, schema)


def _objects(operation: Operation, schema: str) -> Iterator[tuple[Query, bool]]:
    match operation:
        case CreateIndex() if operation.name:
            yield _named("index", operation.name, schema, operation.table), True
        case DropIndex() if operation.table:
            yield _named("index", operation.index.name, schema, operation.table), False
        case AddConstraint() if operation.constraint.name:
            yield _named("constraint", operation.constraint.name, schema, operation.table), True
        case DropConstraint() if operation.name:
            yield _named("constraint", operation.name, schema, operation.table), False
        case CreateView(replace=False):
            yield _table(operation.view, schema), True
        case DropView():
            yield _table(operation.view, schema), False
        case _:
            yield from _programs(operation, schema)


def _programs(operation: Operation, schema: str) -> Iterator[tuple[Query, bool]]:
    match operation:
        case CreateFunction(replace=False):
            yield _named("routine", operation.function.name, schema, operation.function), True
        case DropObject(what="procedure" | "function"):
            yield _named("routine", operation.name.name, schema, operation.name), False
        case CreateTrigger(replace=False):
            yield _named("trigger", operation.name, schema, operation.table), True
        case DropTrigger():
            yield _named("trigger", operation.name, schema, operation.table), False
        case _:
            return


def _table(name: Name, schema: str) -> Query:
    text = (
        "SELECT 1 AS yes FROM information_schema.tables WHERE table_schema = ? AND table_name = ?"
    )
    return Query(text, (name.schema or schema, name.name))


def _column(table: Name, column: str, schema: str) -> Query:
    text = (
        "SELECT 1 AS yes FROM information_schema.columns"
        " WHERE table_schema = ? AND table_name = ? AND column_name = ?"
    )
    return Query(text, (table.schema or schema, table.name, column))


def _named(what: str, name: str, schema: str, beside: Name) -> Query:
    """Ask for something in the schema of `beside`; an index or constraint is its table's."""
    query, schema = _KINDS[what], beside.schema or schema
    return Query(query, (schema, name, beside.name) if what in _OF_TABLES else (schema, name))


_OF_TABLES = frozenset({"index", "constraint"})
_KINDS = {
    "index": "SELECT 1 AS yes FROM information_schema.statistics"
    " WHERE table_schema = ? AND index_name = ? AND table_name = ?",
    "constraint": "SELECT 1 AS yes FROM information_schema.table_constraints"
    " WHERE table_schema = ? AND constraint_name = ? AND table_name = ?",
    "routine": "SELECT 1 AS yes FROM information_schema.routines"
    " WHERE routine_schema = ? AND routine_name = ?",
    "trigger": "SELECT 1 AS yes FROM information_schema.triggers"
    " WHERE trigger_schema = ? AND trigger_name = ?",
}
_AGAIN = regex(
    r"\s*(?:grant|analyze|optimize|check|flush"
    r"|create\s+or\s+replace|create\s.{0,80}?\bif\s+not\s+exists|drop\s.{0,80}?\bif\s+exists)\b",
    re.IGNORECASE | re.DOTALL,
)
