"""Words that a server learnt later than the one configured.

Source: the release notes of PostgreSQL 11 to 18 and of SQLite.
"""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, TypeAlias

from branchline.model.finding import Problem
from branchline.model.operations import Column, Constraint, ConstraintKind, Operation
from branchline.model.operations.objects import (
    CreateFunction,
    CreateIndex,
    CreateTrigger,
    CreateView,
    Reindex,
)
from branchline.model.operations.session import Merge
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterConstraint,
    CreateTable,
    DetachPartition,
    DropColumn,
    RenameColumn,
    SetIdentity,
    SetTableOption,
)
from branchline.model.statement import Statement
from branchline.rule import rule

_Version: TypeAlias = tuple[int, ...]
_Test: TypeAlias = Callable[[Any], bool]
_Word: TypeAlias = tuple[type[Operation], _Test, str, _Version]


@rule("version-syntax")
def version_syntax(statement: Statement) -> Iterator[Problem]:
    """A statement uses words that the configured server does not know yet.

    It works on a developer's machine with a newer server and fails where it
    counts.

    ```sql postgres 14
    CREATE UNIQUE INDEX orders_no_key ON orders (no) NULLS NOT DISTINCT; -- finding
    CREATE TABLE carts (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL); -- finding
    MERGE INTO orders USING carts ON orders.id = carts.id WHEN MATCHED THEN DELETE; -- finding
    ```

    Write it in older words, or correct `version` in `branchline.toml`.

    Does not fire when no version is configured, or on a server that knows them.

    ```sql postgres 18
    CREATE UNIQUE INDEX orders_no_key ON orders (no) NULLS NOT DISTINCT;
    CREATE TABLE carts (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL);
    ```

    ```sql
    CREATE TABLE carts (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL);
    ```

    Known elsewhere as: pgfence, in part.
    """
    dialect, version = statement.engine.dialect, statement.engine.version
    if not version:
        return
    for operation in (one for kind in _KINDS.get(dialect, ()) for one, _ in statement.of(kind)):
        for words, since in _used(operation, dialect):
            if version < since:
                server = _SERVERS.get(dialect, dialect)
                yield Problem(
                    f"{words} needs {server} {_dotted(since)}, and this runs on {_dotted(version)}",
                    "write it in older words, or correct `version` in branchline.toml",
                )


def _used(operation: Operation, dialect: str) -> Iterator[tuple[str, _Version]]:
    for kind, fits, words, since in _WORDS.get(dialect, ()):
        if isinstance(operation, kind) and fits(operation):
            yield words, since
    if dialect == "postgres":
        for column in _columns(operation):
            if column.generated == "virtual":
                yield "a virtual generated column", (18,)
            elif column.generated:
                yield "a stored generated column", (12,)
        for constraint in _constraints(operation):
            yield from _constraint(constraint)


def _constraint(constraint: Constraint) -> Iterator[tuple[str, _Version]]:
    if not constraint.enforced:
        yield "NOT ENFORCED", (18,)
    if constraint.temporal:
        yield "a temporal key", (18,)
    if constraint.nulls_not_distinct:
        yield "NULLS NOT DISTINCT", (15,)


def _columns(operation: Operation) -> tuple[Column, ...]:
    if isinstance(operation, AddColumn):
        return (operation.column,)
    return operation.columns if isinstance(operation, CreateTable) else ()


def _constraints(operation: Operation) -> tuple[Constraint, ...]:
    inline = tuple(found for column in _columns(operation) for found in column.constraints)
    if isinstance(operation, AddConstraint):
        return (operation.constraint,)
    return (*inline, *operation.constraints) if isinstance(operation, CreateTable) else inline


def _dotted(version: _Version) -> str:
    return ".".join(map(str, version))


def _any(_: Operation) -> bool:
    return True


def _says(field: str, *values: object) -> _Test:
    return lambda operation: getattr(operation, field) in values


_SERVERS = {"postgres": "PostgreSQL", "sqlite": "SQLite"}
_POSTGRES: tuple[_Word, ...] = (
    (Merge, _any, "MERGE", (15,)),
    (CreateIndex, attrgetter("nulls_not_distinct"), "NULLS NOT DISTINCT", (15,)),
    (CreateView, lambda view: "security_invoker" in dict(view.options), "security_invoker", (15,)),
    (CreateFunction, attrgetter("atomic"), "BEGIN ATOMIC", (14,)),
    (CreateTrigger, attrgetter("replace"), "CREATE OR REPLACE TRIGGER", (14,)),
    (DetachPartition, attrgetter("concurrently"), "DETACH PARTITION CONCURRENTLY", (14,)),
    (Reindex, attrgetter("concurrently"), "REINDEX CONCURRENTLY", (12,)),
    (SetIdentity, _says("action", "set expression"), "SET EXPRESSION", (17,)),
    (SetIdentity, _says("action", "drop expression"), "DROP EXPRESSION", (13,)),
    (SetTableOption, _says("option", "access method"), "SET ACCESS METHOD", (15,)),
    (
        AlterConstraint,
        _says("option", "enforced", "not enforced"),
        "ALTER CONSTRAINT … ENFORCED",
        (18,),
    ),
    (
        AlterConstraint,
        _says("option", "inherit", "no inherit"),
        "ALTER CONSTRAINT … INHERIT",
        (18,),
    ),
    (
        AddConstraint,
        lambda add: add.constraint.kind is ConstraintKind.NOT_NULL,
        "ADD CONSTRAINT … NOT NULL",
        (18,),
    ),
)
_SQLITE: tuple[_Word, ...] = (
    (DropColumn, _any, "DROP COLUMN", (3, 35)),
    (RenameColumn, _any, "RENAME COLUMN", (3, 25)),
)
_WORDS = {"postgres": _POSTGRES, "sqlite": _SQLITE}
_DEFINING: tuple[type[Operation], ...] = (CreateTable, AddColumn, AddConstraint)
_KINDS = {
    dialect: dict.fromkeys((*_DEFINING, *(kind for kind, *_ in words)))
    for dialect, words in _WORDS.items()
}
