"""SQLite, by the standard library.

The module's own transaction control is off (`isolation_level=None`): it would
commit before some statements, and a change would part from its history row.

The lock is SQLite's own, on a small file beside the database, so that readers
of the database itself wait for nobody; it goes when its owner dies.
"""

import os
import socket
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from branchline.deploy.clock import now
from branchline.deploy.drivers import StatementError
from branchline.deploy.history import Deployment, Outcome, Row
from branchline.deploy.history.branchline import (
    DEPLOYMENTS,
    HISTORY,
    TABLES,
    deployment_of,
    row_of,
    values_of,
)
from branchline.errors import DeployError
from branchline.model.settings import DeploySettings

_ENDS = {"begin", "commit", "end", "rollback"}
_ALONE = {*_ENDS, "vacuum", "pragma", "attach", "detach", "savepoint", "release"}


class SQLite:
    """One SQLite database file; see `branchline.deploy.drivers.Database`."""

    def __init__(self, url: str, root: Path, settings: DeploySettings) -> None:
        self._path = _path(url, root)
        self._patience = settings.lock_timeout
        self._connection = _open(self._path, self._patience)

    def history(self) -> tuple[Row, ...]:
        """Return every row, oldest first."""
        return tuple(row_of(dict(found)) for found in self._all(HISTORY))

    def deployments(self) -> tuple[Deployment, ...]:
        """Return what deploys did, oldest first."""
        return tuple(deployment_of(dict(found)) for found in self._all(DEPLOYMENTS))

    @contextmanager
    def lock(self, actor: str) -> Iterator[None]:
        """Hold the file beside the database; say who holds it when it is taken."""
        path = self._path.with_name(self._path.name + "-branchline-lock")
        guard = _open(path, self._patience)
        try:
            try:
                _hold(guard, f"{actor}, process {os.getpid()} on {socket.gethostname()}")
            except sqlite3.OperationalError as error:
                raise DeployError(
                    f"another deploy of {self._path.name} is running: {_holder(path)}",
                    hint="wait for it; its lock goes when that process ends",
                ) from error
            with _said(self._path):
                for table in TABLES:
                    self._connection.execute(table)
            yield
        finally:
            guard.close()

    def record(self, deployment: Deployment) -> None:
        """Write a deployment down, or over what was written of it before."""
        with self._transaction():
            self._write(DEPLOYMENTS, deployment)

    def together(self, statements: Sequence[str], row: Row) -> None:
        """Run the statements and add the row in one transaction."""
        for position, statement in enumerate(statements):
            if _leading(statement) in _ENDS:
                words = "it would end the transaction that keeps the change and its record together"
                raise StatementError(position, statement, words)
        with self._transaction():
            for position, statement in enumerate(statements):
                self._run(position, statement)
            self._write(HISTORY, replace(row, position=self._next()))

    def apart(self, statements: Sequence[str], row: Row) -> None:
        """Run the statements one by one, the row written before the first and with each one."""
        position = row.position or self._next()
        row = replace(row, position=position, outcome=Outcome.STARTED)
        self._keep(row)
        for at, statement in enumerate(statements[row.done :], start=row.done):
            done = replace(row, done=at + 1)
            try:
                self._advance(at, statement, done)
            except StatementError:
                self._abandon(replace(row, outcome=Outcome.FAILED, finished_at=now()))
                raise
            row = done
        if self._connection.in_transaction:
            self._abandon(replace(row, outcome=Outcome.FAILED, done=0, finished_at=now()))
            raise StatementError(len(statements) - 1, statements[-1], "a transaction stays open")
        self._keep(replace(row, outcome=Outcome.APPLIED, finished_at=now()))

    def holds(self, query: str) -> bool:
        """Whether `query` returns a row whose first value is true."""
        try:
            found = self._connection.execute(query).fetchone()
        except sqlite3.Error as error:
            raise DeployError(f"the verify query failed: {error}", hint=query) from error
        return bool(found and found[0])

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def _advance(self, at: int, statement: str, done: Row) -> None:
        """Run one statement so that it and its progress commit together.

        A script may open a transaction of its own: then its progress stands
        in that one, and goes back with it. What cannot run in a transaction
        (VACUUM, PRAGMA) may run twice when a deploy is killed just after it;
        both do no harm.
        """
        word = _leading(statement)
        if self._connection.in_transaction:
            if word in {"commit", "end"}:
                self._write(HISTORY, done)
            self._run(at, statement)
            if word not in {"commit", "end"}:
                self._keep(done)
        elif word in _ALONE:
            self._run(at, statement)
            if not self._connection.in_transaction:
                self._keep(done)
        else:
            with self._transaction():
                self._run(at, statement)
                self._write(HISTORY, done)

    def _abandon(self, row: Row) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
            row = replace(row, done=self._done(row))
        self._keep(row)

    def _done(self, row: Row) -> int:
        """Return how far the history says that the row came."""
        return next((r.done for r in self.history() if r.position == row.position), 0)

    def _keep(self, row: Row) -> None:
        if self._connection.in_transaction:
            self._write(HISTORY, row)
            return
        with self._transaction():
            self._write(HISTORY, row)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _said(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise
        with _said(self._path):
            self._connection.execute("COMMIT")

    def _run(self, position: int, statement: str) -> None:
        try:
            self._connection.execute(statement)
        except sqlite3.Error as error:
            raise StatementError(position, statement, str(error)) from error

    def _write(self, table: str, found: Row | Deployment) -> None:
        columns = values_of(found)
        names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
        with _said(self._path):
            self._connection.execute(
                f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names are ours
                tuple(columns.values()),
            )

    def _next(self) -> int:
        [(newest,)] = self._connection.execute(f"SELECT max(position) FROM {HISTORY}")  # noqa: S608 - a name of ours
        return int(newest or 0) + 1

    def _all(self, table: str) -> list[sqlite3.Row]:
        with _said(self._path):
            known = self._connection.execute(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
            ).fetchone()
            if known is None:
                return []
            return list(self._connection.execute(f"SELECT * FROM {table} ORDER BY rowid"))  # noqa: S608 - a name of ours


def _path(url: str, root: Path) -> Path:
    """Return the file: `sqlite:///a.db` is relative to the repository, `sqlite:////a.db` is not."""
    place = url.partition("///")[2].partition("?")[0]
    if not place or place == ":memory:":
        raise DeployError(
            f"{url!r} names no database file", hint="write sqlite:///data/dev.db, or four slashes"
        )
    return root / place


def _open(path: Path, patience: float) -> sqlite3.Connection:
    with _said(path):
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection


def _hold(guard: sqlite3.Connection, owner: str) -> None:
    """Leave a note, then hold the lock: a note can be read while the lock is held."""
    guard.execute("CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY, who, since)")
    guard.execute("INSERT OR REPLACE INTO holder VALUES (1, ?, ?)", (owner, now()))
    guard.execute("BEGIN IMMEDIATE")


def _holder(path: Path) -> str:
    with suppress(sqlite3.Error):
        reader = sqlite3.connect(path, timeout=1)
        try:
            [(who, since)] = reader.execute("SELECT who, since FROM holder")
            return f"{who}, since {since}"
        finally:
            reader.close()
    return "its owner is not known"


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Turn the module's errors into a sentence that names the database."""
    try:
        yield
    except sqlite3.Error as error:
        raise DeployError(
            f"{path}: {error}", hint="does its folder exist, and may branchline write to it?"
        ) from error


def _leading(statement: str) -> str:
    return statement.split(None, 1)[0].rstrip(";").lower() if statement.strip() else ""
