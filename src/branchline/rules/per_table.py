"""One finding for a statement and a table, however many columns it is about.

Nobody answers three findings on one ALTER TABLE three times: the columns stand
together, and so do their ways out.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from branchline.model.operations import Name


class OfTable(Protocol):
    """Anything that is about one table: an operation, or what a rule makes of one."""

    @property
    def table(self) -> Name:
        """The table as the statement names it."""


_T = TypeVar("_T", bound=OfTable)


def by_table(found: Iterable[_T]) -> Iterator[tuple[Name, list[_T]]]:
    """Yield each table with its operations, in the order of the statement."""
    tables: dict[Name, list[_T]] = {}
    for operation in found:
        tables.setdefault(operation.table, []).append(operation)
    yield from tables.items()
