"""The names that PostgreSQL gives to constraints and indexes that have none.

A later migration drops them by these names. Source: ChooseIndexName,
ChooseConstraintName and makeObjectName in PostgreSQL's indexcmds.c,
pg_constraint.c.
"""

from collections.abc import Iterable

from branchline.model.operations.base import Constraint, ConstraintKind, Key
from branchline.model.schema import Table
from branchline.sql.catalog.draft import Draft

_LONGEST = 63
_PATIENCE = 100  # names tried one by one
_LABELS = {
    ConstraintKind.PRIMARY_KEY: "pkey",
    ConstraintKind.UNIQUE: "key",
    ConstraintKind.EXCLUDE: "excl",
    ConstraintKind.FOREIGN_KEY: "fkey",
    ConstraintKind.CHECK: "check",
    ConstraintKind.NOT_NULL: "not_null",
}


def in_schema_of(relation: str, name: str) -> str:
    """Return the canonical name of `name` in the schema of a relation."""
    schema, dot, _ = relation.rpartition(".")
    return f"{schema}{dot}{name}"


def constraint_name(draft: Draft, table: Table, constraint: Constraint) -> str:
    """Return the name of a constraint: its own, or the default one, free in its table."""
    if constraint.name:
        return constraint.name
    kind = constraint.kind
    columns = (*constraint.columns, *constraint.include)
    if kind is ConstraintKind.PRIMARY_KEY:
        columns = ()
    elif kind is ConstraintKind.CHECK:
        read = constraint.expression.columns if constraint.expression else ()
        columns = read if len(set(read)) == 1 else ()
        columns = columns[:1]
    return _free(draft, table.name, "_".join(columns), _LABELS[kind], table)


def index_name(draft: Draft, table: str, keys: Iterable[Key]) -> str:
    """Return the default name of an index that was created without one."""
    names: list[str] = []
    for key in keys:
        name, number = _key_name(key), 0
        while name in names:
            number += 1
            name = f"{_key_name(key)}{number}"
        names.append(name)
    return _free(draft, table, "_".join(names), "idx", None)


def _key_name(key: Key) -> str:
    called = key.expression.functions if key.expression else ()
    return key.column or (called[0].rpartition(".")[2] if called else "expr")


def _free(draft: Draft, relation: str, middle: str, label: str, table: Table | None) -> str:
    bare = relation.rpartition(".")[2]
    own = {found.name for found in table.constraints} if table else set[str]()
    number = 0
    while True:
        name = _joined(bare, middle, f"{label}{number or ''}")
        key = in_schema_of(relation, name)
        taken = name in own or (table is not None and draft.has_constraint(key))
        if not taken and not draft.exists(key):
            return name
        number += 1 if number != _PATIENCE else len(draft.indexes) + len(own)


def _joined(first: str, second: str, label: str) -> str:
    """Shorten the longer part until the whole fits; bytes are what the server counts."""
    parts = [first.encode(), second.encode()]
    room = _LONGEST - len(label.encode()) - 1 - (1 if second else 0)
    while len(parts[0]) + len(parts[1]) > room:
        longer = 0 if len(parts[0]) > len(parts[1]) else 1
        parts[longer] = parts[longer][: max(room - len(parts[1 - longer]), len(parts[longer]) - 1)]
    words = [part.decode(errors="ignore") for part in parts]
    return "_".join(word for word in (*words, label) if word)
