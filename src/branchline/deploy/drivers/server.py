"""A database behind a connection: what PostgreSQL, MySQL and MariaDB have in common.

The lock belongs to the session that runs the changes. So it lives exactly as
long as what it protects: a connection that is lost takes the lock with it, and
nothing more is run then, while a server that still works on the statement of a
killed deploy keeps the next one waiting.
"""

import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from branchline.deploy.clock import now
from branchline.deploy.drivers.errors import (
    NOBODY,
    CutOffError,
    InDoubtError,
    Say,
    StatementError,
    Watcher,
    leading,
)
from branchline.deploy.drivers.ledger import Ledger
from branchline.deploy.drivers.wire import Found, Why, Wire, WireError
from branchline.deploy.history import Deployment, Outcome, Row, state
from branchline.deploy.history.branchline import BranchlineHistory
from branchline.deploy.history.store import Query, Speech, Store
from branchline.errors import DeployError
from branchline.model.effects import Engine
from branchline.model.settings import DeploySettings
from branchline.model.value import replace, value


class Server:
    """One database on a server; see `branchline.deploy.drivers.Database`."""

    def __init__(self, wire: Wire, settings: DeploySettings, store: Store | None = None) -> None:
        self._wire = wire
        self._settings = settings
        self._ledger = Ledger(self, store or BranchlineHistory())
        self._locked = False

    @property
    def engine(self) -> Engine:
        """What the server is, and its version."""
        with self._said():
            return self._wire.engine

    @property
    def dialect(self) -> str:
        """The dialect of the server itself, whatever its URL calls it."""
        return self.engine.dialect

    @property
    def speech(self) -> Speech:
        """The words of the session, for the ledger."""
        with self._said():
            return self._wire.speech

    def history(self) -> tuple[Row, ...]:
        """Return every row, oldest first."""
        return self._ledger.history()

    def deployments(self) -> tuple[Deployment, ...]:
        """Return what deploys did, oldest first."""
        return self._ledger.deployments()

    @contextmanager
    def lock(self, actor: str) -> Iterator[None]:
        """Hold the server's own lock of this database, which goes with the session."""
        with self._said():
            self._take(f"branchline: {actor}, process {os.getpid()} on {socket.gethostname()}")
        try:
            self._ledger.forget()
            self._own(self._ledger.make)
            yield
        finally:
            self._locked = False
            with suppress(WireError):
                self._wire.release()

    def record(self, deployment: Deployment) -> None:
        """Write a deployment down, or over what was written of it before."""
        self._own(lambda: self._ledger.record(deployment))

    def together(self, statements: Sequence[str], row: Row, watcher: Watcher = NOBODY) -> None:
        """Run the statements and add the row in one transaction; wait for locks in between."""
        self._need_lock()
        row = replace(row, position=self._ledger.next())
        try:
            self._patiently(watcher.say, lambda: self._commit(statements, row))
        except StatementError:
            self._ledger.forget()
            if row.outcome is Outcome.APPLIED and self._locked:
                self._keep(replace(row, outcome=Outcome.FAILED, done=0))
            raise
        finally:
            self._reset(statements)

    def apart(self, statements: Sequence[str], row: Row, watcher: Watcher = NOBODY) -> None:
        """Run the statements one by one, each with its progress where the engine can."""
        self._need_lock()
        ended, begun, failed = row.outcome, *_PROGRESS[row.outcome]
        cut_off = row.position > 0 and self._was_cut_off(row)
        going_on = row.position > 0
        row = replace(row, position=row.position or self._ledger.next(), outcome=begun)
        self._keep(row)
        script = _Script(statements, row, watcher, cut_off, going_on)
        try:
            self._go_on(script)
        except (CutOffError, InDoubtError):
            raise  # the row says that it began, and the next deploy looks what stands
        except StatementError:
            self._abandon(replace(row, outcome=failed, finished_at=now()))
            raise
        finally:
            self._reset(statements)
        self._keep(replace(row, outcome=ended, done=len(statements), finished_at=now()))

    def holds(self, query: str) -> bool:
        """Whether `query` returns a row whose first value is true."""
        try:
            found = self._wire.ask(Query(query))
        except WireError as error:
            raise DeployError(f"the verify query failed: {error.words}", hint=query) from None
        return any(next(iter(row.values())) for row in found[:1])

    def run(self, query: Query) -> None:
        """Execute what a ledger asks for, in the transaction that is open."""
        self.ask(query)

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """Execute what a ledger asks for, and return the rows."""
        with self._said():
            return self._wire.ask(query)

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of the names that are tables."""
        with self._said():
            return self._wire.known(names)

    def close(self) -> None:
        """End the session."""
        self._locked = False
        self._wire.close()

    def _take(self, owner: str) -> None:
        if not self._wire.take(self._settings.lock_timeout, owner):
            begun = [each for each in self.deployments() if each.outcome == "started"]
            last = "".join(f"; it began {each.started_at}, by {each.actor}" for each in begun[-1:])
            raise DeployError(
                f"another deploy of {self._wire.name} is running:"
                f" {self._wire.holder() or 'its owner is not known'}{last}",
                hint="wait for it; its lock goes when that session ends",
            )
        self._locked = True

    def _need_lock(self) -> None:
        if not self._locked:
            raise DeployError(
                f"the connection to {self._wire.name} was lost, and the lock with it",
                hint="deploy again: it goes on where this one stopped",
            )

    def _commit(self, statements: Sequence[str], row: Row) -> None:
        """Run a change and its row in one transaction."""
        with self._transaction(0, statements):
            for position, statement in enumerate(statements):
                self._refuse(position, statement, alone=True)
                self._run(position, statement)
                if not self._wire.in_transaction:
                    raise StatementError(position, statement, _ENDED)
            self._ledger.write(row)
            try:
                self._wire.run("COMMIT")
            except WireError as error:
                if error.why is Why.LOST:
                    raise self._truth(row, error.words) from None
                raise StatementError(len(statements) - 1, statements[-1], error.words) from None

    def _truth(self, row: Row, words: str) -> DeployError:
        """Ask the history whether what was committed as the connection went came through.

        Who gets the lock knows that the session before has come to its end.
        """
        self._locked = False
        start = f"the connection was lost after COMMIT was sent for {row.change} ({words})"
        try:
            with self.lock(row.actor):
                kept = state(self.history(), row.changelog).of(row.id)
        except DeployError:
            return DeployError(
                f"{start}, and {self._wire.name} does not answer: it may stand or not",
                hint="deploy again when it answers: its history knows",
            )
        if kept and (kept.outcome, kept.checksum) == (row.outcome, row.checksum):
            return DeployError(f"{start}: it stands, and is recorded", hint="deploy again: go on")
        return DeployError(f"{start}: nothing of it stands", hint="deploy again: it runs then")

    def _go_on(self, script: "_Script") -> None:
        for at, statement in enumerate(script.statements):
            if at >= script.row.done:
                self._advance(at, script)
            elif leading(statement) in _SESSION:
                self._run(at, statement)
        if self._wire.in_transaction:
            last = len(script.statements) - 1
            raise StatementError(last, script.statements[last], _OPEN)

    def _advance(self, at: int, script: "_Script") -> None:
        """Run one statement so that it and its progress commit together, if they can.

        A script may open a transaction of its own: then its progress stands in
        that one, and goes back with it.
        """
        statement, done = script.statements[at], script.done(at)
        self._refuse(at, statement, alone=False)
        word = leading(statement)
        if self._wire.in_transaction:
            if word in _COMMITS:
                self._ledger.write(done)
            self._run(at, statement)
            if word not in _COMMITS:
                self._keep(done)
        elif word in _OPENS:
            self._run(at, statement)
        elif not (script.is_cut_off(at, self._wire) and self._settled(at, script)):
            self._patiently(script.watcher.say, lambda: self._whole(at, script))

    def _whole(self, at: int, script: "_Script") -> None:
        """Run one statement in a transaction of ours, or alone where the server asks for it."""
        statement = script.statements[at]
        try:
            with self._transaction(at, script.statements):
                self._run(at, statement)
                if self._wire.in_transaction:
                    self._ledger.write(script.done(at))
                    self._wire.run("COMMIT")
                    return
        except StatementError as error:
            if error.why != Why.ALONE:
                raise
            self._alone(at, script)
            return
        self._keep(script.done(at))

    def _alone(self, at: int, script: "_Script") -> None:
        statement = script.statements[at]
        if script.cut_off and at == script.row.done and self._settled(at, script):
            return
        if script.going_on and at == script.row.done:
            self._clear(statement, script.watcher.say)
        try:
            self._wire.alone(statement)
        except WireError as error:
            raise self._statement_error(at, statement, error) from None
        self._keep(script.done(at))

    def _clear(self, statement: str, say: Say) -> None:
        with self._said():
            if what := self._wire.clear(statement):
                say(what)

    def _settled(self, at: int, script: "_Script") -> bool:
        """Find out whether a statement that was cut off stands; then its progress is kept."""
        statement = script.statements[at]
        with self._said():
            found = self._wire.found(statement)
        if found is Found.UNKNOWN and not script.watcher.doubt:
            raise InDoubtError(at, statement)
        stands = found is Found.STANDS or (found is Found.UNKNOWN and script.watcher.doubt == "ran")
        if stands:
            script.watcher.say(f"statement {at + 1} was cut off, and stands")
            self._keep(script.done(at))
        return stands

    def _was_cut_off(self, row: Row) -> bool:
        """Whether the run before did not come to write down how it ended."""
        kept = [found for found in self.history() if found.position == row.position]
        begun = {Outcome.STARTED, Outcome.UNDOING}
        return any(found.outcome in begun and not found.finished_at for found in kept)

    def _abandon(self, row: Row) -> None:
        """Undo what did not commit, and keep how far the rest came."""
        if not self._locked:
            return
        if self._wire.in_transaction:
            self._wire.run("ROLLBACK")
        kept = next(found for found in self.history() if found.position == row.position)
        self._keep(replace(row, done=kept.done))

    def _keep(self, row: Row) -> None:
        if self._wire.in_transaction:
            self._ledger.write(row)
        else:
            self._own(lambda: self._ledger.write(row))

    def _own(self, write: Callable[[], None]) -> None:
        """Write of our own accord, in a transaction of its own."""
        with self._said():
            self._wire.run("BEGIN")
            try:
                write()
                self._wire.run("COMMIT")
            except BaseException:
                with suppress(WireError):
                    self._wire.run("ROLLBACK")
                raise

    @contextmanager
    def _transaction(self, at: int, statements: Sequence[str]) -> Iterator[None]:
        self._run(at, "BEGIN", shown=statements[at] if statements else "")
        try:
            yield
        except WireError as error:
            raise self._statement_error(at, statements[at], error) from None
        except BaseException:
            with suppress(WireError):
                if self._wire.in_transaction:
                    self._wire.run("ROLLBACK")
            raise

    def _run(self, position: int, statement: str, shown: str = "") -> None:
        try:
            self._wire.run(statement)
        except WireError as error:
            raise self._statement_error(position, shown or statement, error) from None

    def _statement_error(self, position: int, statement: str, error: WireError) -> StatementError:
        if error.why is Why.LOST:
            self._locked = False
            return CutOffError(position, statement, f"the connection was lost: {error.words}")
        return StatementError(position, statement, error.words, str(error.why))

    def _refuse(self, position: int, statement: str, *, alone: bool) -> None:
        words = self._wire.refusal(statement)
        if alone and leading(statement) in _ENDS and statement.lower().split()[1:2] != ["to"]:
            words = f"{_ENDED}; mark the change as no-transaction"
        if words:
            raise StatementError(position, statement, words)

    def _patiently(self, say: Say, act: Callable[[], None]) -> None:
        """Do something that waits for locks, and again some times after growing pauses."""
        pause = max(self._settings.lock_timeout, _LEAST) / 10
        for tries in range(1, self._settings.retries + 2):
            try:
                act()
            except StatementError as error:
                if error.why != Why.BUSY:
                    raise
                if tries > self._settings.retries:
                    error.words += f" ({tries} tries)"
                    raise
                say(f"waits for a lock: {error.words}; try {tries + 1}")
                time.sleep(pause)
                pause *= 2
            else:
                return

    def _reset(self, statements: Sequence[str]) -> None:
        if self._locked:
            with suppress(WireError):
                self._wire.reset(statements)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Turn what the server says into a sentence that names the database."""
        try:
            yield
        except WireError as error:
            if error.why is Why.LOST:
                self._locked = False
            raise DeployError(f"{self._wire.name}: {error.words}", hint=_LOOK) from None


@value
class _Script:
    """A change that runs statement by statement, and what an earlier run left of it."""

    statements: Sequence[str]
    row: Row
    watcher: Watcher
    cut_off: bool
    going_on: bool

    def done(self, at: int) -> Row:
        """Return the row that says that the statement at `at` is done."""
        return replace(self.row, done=at + 1)

    def is_cut_off(self, at: int, wire: Wire) -> bool:
        """Whether an earlier run began a statement that commits without its progress."""
        return self.cut_off and at == self.row.done and wire.may_stand(self.statements[at])


_ENDS = frozenset({"begin", "start", "commit", "end", "rollback", "abort"})
_OPENS = frozenset({"begin", "start"})
_COMMITS = frozenset({"commit", "end", "release"})
_SESSION = frozenset({"set", "reset", "use"})
_ENDED = "it would end the transaction that keeps the change and its record together"
_OPEN = "the transaction that the change began stays open"
_LEAST = 0.01
_LOOK = "look at the URL and the server, and try again"
_PROGRESS = {
    Outcome.APPLIED: (Outcome.STARTED, Outcome.FAILED),
    Outcome.ROLLED_BACK: (Outcome.UNDOING, Outcome.UNDOING),
}
