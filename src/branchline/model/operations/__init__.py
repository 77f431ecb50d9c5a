"""What statements do, in one vocabulary for all dialects.

An operation says what was asked for, never what it costs: that depends on the
schema before it and on the server (`branchline.model.effects`). A statement
may hold several (`ALTER TABLE` with three actions is three), in order.
"""

from branchline.model.operations.base import (
    Column,
    Constraint,
    ConstraintKind,
    Expression,
    Key,
    Name,
    Operation,
    SqlType,
)

__all__ = [
    "Column",
    "Constraint",
    "ConstraintKind",
    "Expression",
    "Key",
    "Name",
    "Operation",
    "SqlType",
]
