"""Constraints, beside a column or on their own."""

from branchline.model.operations.base import Constraint, ConstraintKind, Name
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression


def starts_constraint(cursor: Cursor) -> bool:
    """Whether a table constraint comes next and not a column."""
    return cursor.sees("CONSTRAINT", "PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY")


def constraint(cursor: Cursor) -> Constraint:
    """Read one table constraint."""
    name = cursor.identifier() if cursor.skip("CONSTRAINT") else ""
    if cursor.skip("PRIMARY KEY"):
        made = _key(cursor, ConstraintKind.PRIMARY_KEY, name)
    elif cursor.skip("UNIQUE"):
        made = _key(cursor, ConstraintKind.UNIQUE, name)
    elif cursor.skip("CHECK"):
        made = check(cursor, name)
    else:
        cursor.expect("FOREIGN KEY")
        made = references(cursor, cursor.names(), name)
    conflict(cursor)
    return made


def check(cursor: Cursor, name: str = "") -> Constraint:
    """Read what follows CHECK."""
    condition = expression(cursor.inside())
    return Constraint(ConstraintKind.CHECK, name, columns=condition.columns, expression=condition)


def references(cursor: Cursor, columns: tuple[str, ...], name: str = "") -> Constraint:
    """Read REFERENCES and what belongs to it."""
    cursor.expect("REFERENCES")
    table = cursor.name()
    referenced = cursor.names() if cursor.sees("(") else ()
    actions = {"DELETE": "", "UPDATE": ""}
    deferrable = False
    while True:
        if cursor.skip("ON DELETE"):
            actions["DELETE"] = _action(cursor)
        elif cursor.skip("ON UPDATE"):
            actions["UPDATE"] = _action(cursor)
        elif cursor.skip("MATCH"):
            cursor.identifier()
        elif cursor.skip("NOT DEFERRABLE", "DEFERRABLE"):
            deferrable = _deferrable(cursor)
        else:
            break
    return foreign_key(columns, table, referenced, name, actions, deferrable=deferrable)


def foreign_key(  # noqa: PLR0913 - each is a clause of its own
    columns: tuple[str, ...],
    table: Name,
    referenced: tuple[str, ...],
    name: str,
    actions: dict[str, str],
    *,
    deferrable: bool,
) -> Constraint:
    """Return a foreign key."""
    return Constraint(
        ConstraintKind.FOREIGN_KEY,
        name,
        columns=columns,
        references=table,
        referenced_columns=referenced,
        on_delete=actions["DELETE"],
        on_update=actions["UPDATE"],
        deferrable=deferrable,
    )


def conflict(cursor: Cursor) -> None:
    """Skip SQLite's ON CONFLICT."""
    if cursor.dialect.name == "sqlite" and cursor.skip("ON CONFLICT"):
        cursor.one_of("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE")


def _key(cursor: Cursor, kind: ConstraintKind, name: str) -> Constraint:
    inner = cursor.inside()
    columns = [_part(part) for part in inner.commas()]
    return Constraint(kind, name, columns=tuple(columns))


def _part(cursor: Cursor) -> str:
    column = cursor.identifier()
    if cursor.skip("COLLATE"):
        cursor.word()
    cursor.skip("ASC", "DESC")
    cursor.skip("AUTOINCREMENT")
    cursor.end()
    return column


def _action(cursor: Cursor) -> str:
    action = cursor.one_of("SET NULL", "SET DEFAULT", "CASCADE", "RESTRICT", "NO ACTION")
    return "" if action == "NO ACTION" else action.lower()


def _deferrable(cursor: Cursor) -> bool:
    taken = cursor.part(cursor.at - 2, cursor.at)
    negated = taken.at >= 0 and taken.sees("NOT")
    if cursor.skip("INITIALLY"):
        cursor.one_of("DEFERRED", "IMMEDIATE")
    return not negated
