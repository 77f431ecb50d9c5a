"""What keeps other sessions waiting while work is done that grows with a table.

A strong lock that is held for an instant is not meant: its danger is the queue
behind it, and `missing-lock-timeout` speaks of that.
"""

from collections.abc import Iterator
from typing import TypeVar

from branchline.model.effects import Blocks, Effect
from branchline.model.operations import Constraint, ConstraintKind
from branchline.model.operations.tables import AddConstraint, TableOperation
from branchline.model.statement import Statement

_T = TypeVar("_T", bound=TableOperation)


def blocking(statement: Statement, kind: type[_T]) -> Iterator[tuple[_T, Effect]]:
    """Yield the operations of one kind that block others on a PostgreSQL table they can see."""
    for operation, effect in statement.of(kind, dialect="postgres"):
        if effect.blocks is not Blocks.NOTHING and not statement.is_private(operation.table):
            yield operation, effect


def blocking_constraints(
    statement: Statement, kind: ConstraintKind
) -> Iterator[tuple[AddConstraint, Constraint]]:
    """Yield ADD CONSTRAINT of one kind where it looks at every row and lets others wait."""
    for add, _ in blocking(statement, AddConstraint):
        found = add.constraint
        if found.kind is kind and found.valid and found.enforced and not found.using_index:
            yield add, found
