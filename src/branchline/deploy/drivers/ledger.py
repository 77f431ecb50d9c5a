"""Reading and writing what ran, the same for every engine.

A session executes and a store knows the tables; the ledger is between them,
and keeps `branchline_deployments` whatever the store is.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from branchline.deploy.history import Deployment, Row
from branchline.deploy.history.branchline import DEPLOYMENTS, deployment_of, over, table
from branchline.deploy.history.store import Query, Speech, Store


class Session(Protocol):
    """What a ledger needs of an open database; errors of the engine come as `DeployError`."""

    @property
    def speech(self) -> Speech:
        """The words of this session; the schema is the one it began in."""
        ...

    def run(self, query: Query) -> None:
        """Execute, in the transaction that is open."""
        ...

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """Execute and return the rows, the names of their columns in lower case."""
        ...

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of the names that are tables of the schema."""
        ...


class Ledger:
    """What ran on one database, by its session and its store.

    Writing is the caller's to commit. Positions are counted here from the first
    write on, which whoever holds the database's lock may do.
    """

    def __init__(self, session: Session, store: Store) -> None:
        self._session = session
        self._store = store
        self._newest: int | None = None

    def history(self) -> tuple[Row, ...]:
        """Return every row, oldest first."""
        known = self._session.known(self._store.tables)
        found = {name: self._all(name) if name in known else [] for name in self._store.tables}
        return self._store.rows(found)

    def deployments(self) -> tuple[Deployment, ...]:
        """Return what deploys did, oldest first."""
        if not self._session.known([DEPLOYMENTS]):
            return ()
        found = map(deployment_of, self._all(DEPLOYMENTS))
        return tuple(sorted(found, key=lambda deployment: deployment.started_at))

    def make(self) -> None:
        """Make the tables that are not there."""
        speech = self._session.speech
        made = {**self._store.make(speech), DEPLOYMENTS: (table(DEPLOYMENTS, speech),)}
        known = self._session.known(made)
        for name, queries in made.items():
            if name not in known:
                self._run(queries)

    def write(self, row: Row) -> None:
        """Add a row, or write over the one of its position."""
        self._run(self._store.write(row, self._session.speech))

    def record(self, deployment: Deployment) -> None:
        """Write a deployment down, or over what was written of it before."""
        self._run(over(DEPLOYMENTS, "id", deployment, self._session.speech))

    def next(self) -> int:
        """Return the position of a new row."""
        if self._newest is None:
            self._newest = max((row.position for row in self.history()), default=0)
        self._newest += 1
        return self._newest

    def forget(self) -> None:
        """Count positions anew: a row did not come to stand, or others may have written."""
        self._newest = None

    def _run(self, queries: Iterable[Query]) -> None:
        for query in queries:
            self._session.run(query)

    def _all(self, name: str) -> list[dict[str, Any]]:
        return self._session.ask(Query(f"SELECT * FROM {self._session.speech.table(name)}"))  # noqa: S608 - a name of ours
