"""CHECK and REFERENCES of MySQL, beside a column or on their own."""

from branchline.model.operations.base import Constraint, ConstraintKind
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression


def check(cursor: Cursor, name: str = "") -> Constraint:
    """Read what follows CHECK."""
    condition = expression(cursor.inside())
    enforced = not cursor.skip("NOT ENFORCED")
    if enforced:
        cursor.skip("ENFORCED")
    return Constraint(
        ConstraintKind.CHECK,
        name,
        columns=condition.columns,
        expression=condition,
        valid=enforced,
        enforced=enforced,
    )


def references(cursor: Cursor, columns: tuple[str, ...], name: str = "") -> Constraint:
    """Read what follows REFERENCES."""
    table = cursor.name()
    referenced = cursor.names() if cursor.sees("(") else ()
    actions = {"ON DELETE": "", "ON UPDATE": ""}
    if cursor.skip("MATCH"):
        cursor.one_of("FULL", "PARTIAL", "SIMPLE")
    while cursor.sees(*actions):
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
