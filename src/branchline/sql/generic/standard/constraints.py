"""Constraints of SQL Server, Oracle and standard SQL."""

from branchline.model.operations.base import Constraint, ConstraintKind
from branchline.model.value import replace
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression


def starts_constraint(cursor: Cursor) -> bool:
    """Whether a table constraint comes next and not a column."""
    return cursor.sees("CONSTRAINT", *_KINDS)


def constraint(cursor: Cursor) -> Constraint:
    """Read one table constraint."""
    name = cursor.identifier() if cursor.skip("CONSTRAINT") else ""
    kind = cursor.one_of(*_KINDS)
    return body(cursor, kind, (), name)


def body(cursor: Cursor, kind: str, columns: tuple[str, ...], name: str = "") -> Constraint:
    """Read what follows the word that a constraint begins with.

    `columns` is the column that it stands beside, if any.
    """
    cursor.skip("NOT FOR REPLICATION")
    if kind == "CHECK":
        condition = expression(cursor.inside())
        made = Constraint(
            ConstraintKind.CHECK, name, columns=condition.columns, expression=condition
        )
    elif kind == "FOREIGN KEY":
        columns = cursor.names() if cursor.sees("(") else columns
        cursor.expect("REFERENCES")
        made = references(cursor, columns, name)
    elif kind == "REFERENCES":
        made = references(cursor, columns, name)
    else:
        made = _key(cursor, ConstraintKind(kind.lower()), columns, name)
    return state(cursor, made)


def references(cursor: Cursor, columns: tuple[str, ...], name: str) -> Constraint:
    """Read what follows REFERENCES."""
    table = cursor.name()
    referenced = cursor.names() if cursor.sees("(") else ()
    actions = {"ON DELETE": "", "ON UPDATE": ""}
    while cursor.sees(*actions, "MATCH"):
        if cursor.skip("MATCH"):
            cursor.one_of("FULL", "PARTIAL", "SIMPLE")
            continue
        kind = cursor.one_of(*actions)
        action = cursor.one_of("SET NULL", "SET DEFAULT", "CASCADE", "RESTRICT", "NO ACTION")
        actions[kind] = "" if action == "NO ACTION" else action.lower()
    return Constraint(
        ConstraintKind.FOREIGN_KEY,
        name,
        columns=columns,
        references=table,
        referenced_columns=referenced,
        on_delete=actions["ON DELETE"],
        on_update=actions["ON UPDATE"],
    )


def state(cursor: Cursor, made: Constraint) -> Constraint:
    """Read the state of a constraint: Oracle's ENABLE NOVALIDATE and its like."""
    while True:
        if cursor.skip("NOT DEFERRABLE", "INITIALLY IMMEDIATE", "INITIALLY DEFERRED"):
            continue
        if cursor.skip("NOT FOR REPLICATION", "RELY", "NORELY", "VALIDATE"):
            continue
        if cursor.skip("ENABLE", "ENFORCED"):
            made = replace(made, enforced=True)
        elif cursor.skip("DEFERRABLE"):
            made = replace(made, deferrable=True)
        elif cursor.skip("DISABLE", "NOT ENFORCED"):
            made = replace(made, enforced=False, valid=False)
        elif cursor.skip("NOVALIDATE"):
            made = replace(made, valid=False)
        elif cursor.skip("USING INDEX"):
            made = _using(cursor, made)
        elif cursor.skip("EXCEPTIONS INTO"):
            cursor.name()
        else:
            return made


def storage(cursor: Cursor) -> None:
    """Skip where SQL Server puts an index: WITH (…), ON a filegroup."""
    while True:
        if cursor.sees("WITH ("):
            cursor.expect("WITH")
            cursor.inside()
        elif cursor.skip("WITH FILLFACTOR ="):
            cursor.word()
        elif not cursor.sees("ON DELETE", "ON UPDATE") and cursor.skip("ON", "FILESTREAM_ON"):
            cursor.identifier()
            if cursor.sees("("):
                cursor.inside()
        else:
            return


def _key(cursor: Cursor, kind: ConstraintKind, columns: tuple[str, ...], name: str) -> Constraint:
    cursor.skip("CLUSTERED", "NONCLUSTERED")
    cursor.skip("HASH")
    if cursor.sees("("):
        columns = tuple(_part(part) for part in cursor.inside().commas())
    if cursor.dialect.name == "tsql":
        storage(cursor)
    return Constraint(kind, name, columns=columns)


def _part(cursor: Cursor) -> str:
    column = cursor.identifier()
    cursor.skip("ASC", "DESC")
    cursor.end()
    return column


def _using(cursor: Cursor, made: Constraint) -> Constraint:
    """Read Oracle's USING INDEX: a name, a statement, or how to store it."""
    if cursor.sees("("):
        cursor.inside()
        return made
    if not cursor.done and not cursor.sees(*_STORAGE, *_STATES):
        made = replace(made, using_index=cursor.name().name)
    while cursor.sees(*_STORAGE):
        word = cursor.take().key
        if cursor.sees("("):
            cursor.inside()
        elif word in {"TABLESPACE", "PCTFREE", "INITRANS", "MAXTRANS", "COMPRESS", "PARALLEL"}:
            cursor.word()
    return made


_KINDS = ("PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK")
_STATES = ("ENABLE", "DISABLE", "NOVALIDATE", "VALIDATE", "RELY", "NORELY", "DEFERRABLE")
_STORAGE = (
    "TABLESPACE",
    "PCTFREE",
    "INITRANS",
    "MAXTRANS",
    "STORAGE",
    "LOGGING",
    "NOLOGGING",
    "COMPRESS",
    "NOCOMPRESS",
    "PARALLEL",
    "NOPARALLEL",
    "COMPUTE",
    "STATISTICS",
    "ONLINE",
    "REVERSE",
    "LOCAL",
    "GLOBAL",
)
