"""SQLite, by the standard library.

The module's own transaction control is off (`isolation_level=None`): it would
commit before some statements, and a change would part from its history row.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from branchline.deploy.clock import now
from branchline.deploy.drivers.errors import NOBODY, StatementError, Watcher, leading
from branchline.deploy.drivers.ledger import Ledger
from branchline.deploy.drivers.sqlite_file import NO_LIMIT, holding, opened, place, said
from branchline.deploy.history import Deployment, Outcome, Row
from branchline.deploy.history.branchline import BranchlineHistory
from branchline.deploy.history.store import Query, Speech, Store
from branchline.errors import DeployError
from branchline.model.effects import Engine
from branchline.model.settings import DeploySettings
from branchline.model.value import replace


class SQLite:
    """One SQLite database file; see `branchline.deploy.drivers.Database`.

    A file that is not there is an empty database: reading does not make it.
    """

    dialect = "sqlite"
    engine = Engine("sqlite", sqlite3.sqlite_version_info)
    speech = Speech("sqlite", "main")

    def __init__(
        self, url: str, root: Path, settings: DeploySettings, store: Store | None = None
    ) -> None:
        self._ledger = Ledger(self, store or BranchlineHistory())
        self._path = place(url, root)
        self._patience = settings.lock_timeout or NO_LIMIT
        self._opened: sqlite3.Connection | None = None

    def history(self) -> tuple[Row, ...]:
        """Return every row, oldest first."""
        return self._ledger.history()

    def deployments(self) -> tuple[Deployment, ...]:
        """Return what deploys did, oldest first."""
        return self._ledger.deployments()

    @contextmanager
    def lock(self, actor: str) -> Iterator[None]:
        """Hold the file beside the database; say who holds it when it is taken."""
        with holding(self._path, actor, self._patience):
            self._ledger.forget()
            with self._transaction():
                self._ledger.make()
            yield

    def record(self, deployment: Deployment) -> None:
        """Write a deployment down, or over what was written of it before."""
        with self._transaction():
            self._ledger.record(deployment)

    def together(
        self,
        statements: Sequence[str],
        row: Row,
        watcher: Watcher = NOBODY,  # noqa: ARG002 - SQLite waits for locks by itself
    ) -> None:
        """Run the statements and add the row in one transaction."""
        row = replace(row, position=self._ledger.next())
        try:
            with self._transaction():
                for position, statement in enumerate(statements):
                    _refuse_alone(position, statement)
                    self._run(position, statement)
                self._ledger.write(row)
        except StatementError:
            self._ledger.forget()
            if row.outcome is Outcome.APPLIED:
                self._keep(replace(row, outcome=Outcome.FAILED, done=0))
            raise

    def apart(
        self,
        statements: Sequence[str],
        row: Row,
        watcher: Watcher = NOBODY,  # noqa: ARG002 - nothing is ever in doubt
    ) -> None:
        """Run the statements one by one, the row written before the first and with each one.

        A killed run is gone on with: what belongs to its session (PRAGMA,
        ATTACH) is said again first. Afterwards the session is a new one.
        """
        ended, begun, failed = row.outcome, *_PROGRESS[row.outcome]
        row = replace(row, position=row.position or self._ledger.next(), outcome=begun)
        self._keep(row)
        try:
            self._go_on(statements, row)
        except StatementError:
            self._abandon(replace(row, outcome=failed, finished_at=now()))
            raise
        self._keep(replace(row, outcome=ended, done=len(statements), finished_at=now()))
        self.close()

    def holds(self, query: str) -> bool:
        """Whether `query` returns a row whose first value is true."""
        try:
            found = self._connection.execute(query).fetchone()
        except _REFUSED as error:
            raise DeployError(f"the verify query failed: {error}", hint=query) from error
        return bool(found and found[0])

    def run(self, query: Query) -> None:
        """Execute what a ledger asks for, in the transaction that is open."""
        with said(self._path):
            self._connection.execute(query.sql, query.parameters)

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """Execute, and return the rows."""
        with said(self._path):
            found = self._connection.execute(query.sql, query.parameters)
            names = [column[0].lower() for column in found.description]
            return [dict(zip(names, values, strict=True)) for values in found]

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of the names that are tables; a file that is not there is not made."""
        if not self._path.exists():
            return frozenset()
        with said(self._path):
            tables = self._connection.execute(
                "SELECT name FROM main.sqlite_master WHERE type = 'table'"
            )
            there = {name.lower(): name for (name,) in tables}
        return frozenset(name for name in names if name.lower() in there)

    def close(self) -> None:
        """Let go of the database; it is opened again when it is needed."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = opened(self._path, self._patience)
        return self._opened

    def _go_on(self, statements: Sequence[str], row: Row) -> None:
        for at, statement in enumerate(statements):
            if at >= row.done:
                self._advance(at, statement, replace(row, done=at + 1))
            elif leading(statement) in _SESSION:
                self._run(at, statement)
        if self._connection.in_transaction:
            words = "the transaction that the change began stays open"
            raise StatementError(len(statements) - 1, statements[-1], words)

    def _advance(self, at: int, statement: str, done: Row) -> None:
        """Run one statement so that it and its progress commit together.

        A script may open a transaction of its own: then its progress stands
        in that one, and goes back with it. What cannot run in a transaction
        (VACUUM, PRAGMA) may run twice when a deploy is killed just after it;
        both do no harm.
        """
        word = leading(statement)
        if self._connection.in_transaction:
            if word in _COMMITS:
                self._ledger.write(done)
            self._run(at, statement)
            if word not in _COMMITS:
                self._keep(done)
        elif word in _ALONE:
            self._run(at, statement)
            if not self._connection.in_transaction:
                self._keep(done)
        else:
            with self._transaction():
                self._run(at, statement)
                self._ledger.write(done)

    def _abandon(self, row: Row) -> None:
        """Undo what did not commit, and keep how far the rest came."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        kept = next(found for found in self.history() if found.position == row.position)
        self._keep(replace(row, done=kept.done))
        self.close()

    def _keep(self, row: Row) -> None:
        if self._connection.in_transaction:
            self._ledger.write(row)
            return
        with self._transaction():
            self._ledger.write(row)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with said(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with said(self._path):
                self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    def _run(self, position: int, statement: str) -> None:
        try:
            for _ in self._connection.execute(statement):
                pass
        except _REFUSED as error:
            raise StatementError(position, statement, str(error)) from error


_ENDS = frozenset({"begin", "commit", "end", "rollback"})
_COMMITS = frozenset({"commit", "end", "release"})
_SESSION = frozenset({"pragma", "attach", "detach"})
_ALONE = _ENDS | _SESSION | {"vacuum", "savepoint", "release"}
_PROGRESS = {
    Outcome.APPLIED: (Outcome.STARTED, Outcome.FAILED),
    Outcome.ROLLED_BACK: (Outcome.UNDOING, Outcome.UNDOING),
}
# `Warning`: two statements in one; `ValueError`: a character that SQLite cannot take.
_REFUSED = (sqlite3.Error, sqlite3.Warning, ValueError)


def _refuse_alone(position: int, statement: str) -> None:
    """Stop at what would part a change from its record, or would silently do nothing."""
    word = leading(statement)
    if word in _ENDS and statement.lower().split()[1:2] != ["to"]:
        words = "it would end the transaction that keeps the change and its record together"
    elif word == "pragma" and "foreign_keys" in statement.lower():
        words = "SQLite ignores it inside a transaction"
    else:
        return
    raise StatementError(position, statement, f"{words}; mark the change as no-transaction")
