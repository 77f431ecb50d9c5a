"""The steps of a changeset that fail one by one.

Without the tool's transaction each statement is a step of its own, unless the
changeset opens transactions itself: then each of those is one.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby

from branchline.model.operations import Operation
from branchline.model.operations.session import Begin
from branchline.model.statement import Statement
from branchline.rules.changes import changes_rows, changes_schema


def steps(half: Iterable[Statement]) -> Iterator[list[Statement]]:
    """Yield the statements that change something, those of one transaction together."""
    changing = (statement for statement in half if _changes(statement))
    for _, found in groupby(changing, key=_step):
        yield [*found]


def _changes(statement: Statement) -> bool:
    return not statement.effect.transactional or any(
        changes_rows(operation) or changes_schema(operation) for operation in statement.operations
    )


def _step(statement: Statement) -> int:
    if not statement.in_transaction:
        return statement.position
    return last_before(statement, Begin)


def last_before(statement: Statement, *kinds: type[Operation]) -> int:
    """Return the position of the last operation of some kinds before a statement, or -1."""
    last = -1
    for kind in kinds:
        found = statement.unit.about(kind)
        count = bisect_left(found, statement.position, key=_position)
        last = max(last, found[count - 1][0] if count else -1)
    return last


def _position(found: tuple[int, Operation]) -> int:
    return found[0]
