"""How a history is kept: a store gives SQL and reads rows, a driver executes.

So every store works with every engine. What a store is asked for must not
depend on the session: a change may have set another schema, and names are
written out with theirs.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from branchline.deploy.history import Row
from branchline.model.value import value


@value
class Query:
    """SQL with `?` where a parameter belongs; a driver writes its own marks."""

    sql: str
    parameters: tuple[object, ...] = ()


@value
class Speech:
    """The words of one session: its dialect, and the schema that a history stands in.

    `dialect` is `sqlite`, `postgres`, `mysql` or `mariadb`.
    """

    dialect: str
    schema: str = ""

    def name(self, name: str) -> str:
        """Return a name of a column, quoted: some are words of one engine or another.

        PostgreSQL's are in lower case, as every tool leaves them that does not quote.
        """
        return self.quoted(name.lower() if self.dialect == "postgres" else name)

    def table(self, name: str) -> str:
        """Return a name of a table, with its schema."""
        return f"{self.quoted(self.schema)}.{self.name(name)}" if self.schema else self.name(name)

    @property
    def table_options(self) -> str:
        """What stands after a CREATE TABLE, so that a row can be taken back."""
        return " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4" if self.dialect in _BACKTICKS else ""

    def quoted(self, name: str) -> str:
        """Return a name as it is, in the marks of the dialect."""
        mark = "`" if self.dialect in _BACKTICKS else '"'
        return f"{mark}{name.replace(mark, mark * 2)}{mark}"


Columns = Mapping[str, Any]
"""A row as the database gave it; the names of the columns in lower case."""


class Store(Protocol):
    """Where what ran is written down, and how.

    The tables that it reads are read whole, a missing one as an empty one; so a
    store for another tool's table may keep beside it, in `branchline_history`,
    what that table has no place for.
    """

    tables: tuple[str, ...]

    def make(self, speech: Speech) -> Mapping[str, tuple[Query, ...]]:
        """Return what makes each table; it is run for those that are not there."""
        ...

    def rows(self, found: Mapping[str, Sequence[Columns]]) -> tuple[Row, ...]:
        """Return what the tables say, oldest first.

        `position` grows with each row: a new row gets one more than the greatest.

        Raises:
            DeployError: somebody else's program wrote what is there.
        """
        ...

    def write(self, row: Row, speech: Speech) -> tuple[Query, ...]:
        """Return what adds a row, or writes over the one of the same position.

        It runs inside a transaction: of the change where the engine can, of its own
        elsewhere.
        """
        ...


_BACKTICKS = frozenset({"mysql", "mariadb"})
