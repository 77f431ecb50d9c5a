"""The steps of a changeset that fail one by one.

Without the tool's transaction each statement is a step of its own, unless the
changeset opens transactions itself: then each of those is one.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

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
    begun = (at for at, _ in statement.unit.about(Begin) if at < statement.position)
    return max(begun, default=-1)
