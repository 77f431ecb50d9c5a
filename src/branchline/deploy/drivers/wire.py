"""What differs from server to server; `branchline.deploy.drivers.server` is what does not.

A wire is one session. It decides nothing: it executes, says in one way what
servers say in theirs, and knows the questions that only its server answers.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Protocol

from branchline.deploy.history.store import Query, Speech
from branchline.model.effects import Engine


class Why(StrEnum):
    """Why a server did not do what it was told."""

    REFUSED = "refused"
    BUSY = "busy"
    """Another session holds a lock; what was told did not happen."""
    ALONE = "alone"
    """It cannot run inside a transaction; it did not happen."""
    LOST = "lost"
    """The connection is gone; whether it happened is not known."""


class WireError(Exception):
    """A server did not do what it was told, and in which words; they hold no secret."""

    def __init__(self, why: Why, words: str) -> None:
        super().__init__(words)
        self.why = why
        self.words = words


class Found(StrEnum):
    """What a database shows of a statement that was cut off."""

    STANDS = "stands"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Wire(Protocol):
    """One session on one server; opened when it is first needed."""

    name: str
    """The database, for messages: `shop on db.example.org`."""

    @property
    def engine(self) -> Engine:
        """What the server is, and its version."""
        ...

    @property
    def speech(self) -> Speech:
        """Its words, and the schema that the session began in."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether there is a session; a lost one is not open."""
        ...

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, whoever opened it."""
        ...

    def run(self, statement: str) -> None:
        """Execute a statement of a change as it is.

        Raises:
            WireError: it did not happen; or, if `LOST`, perhaps.
        """
        ...

    def ask(self, query: Query) -> list[dict[str, Any]]:
        """Execute a query of our own; the names of columns come in lower case."""
        ...

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of the names that are tables of the schema."""
        ...

    def take(self, patience: float, owner: str) -> bool:
        """Take the lock of the database for this session, or wait in vain."""
        ...

    def holder(self) -> str:
        """Say which session holds the lock; empty if that cannot be seen."""
        ...

    def release(self) -> None:
        """Let go of the lock."""
        ...

    def refusal(self, statement: str) -> str:
        """Say why a statement must not be sent at all; empty when it may."""
        ...

    def may_stand(self, statement: str) -> bool:
        """Whether a statement that was cut off may have committed without its progress."""
        ...

    def found(self, statement: str) -> Found:
        """Look whether a statement that was cut off took effect."""
        ...

    def clear(self, statement: str) -> str:
        """Take away what a statement left that was cut off; say what that was."""
        ...

    def alone(self, statement: str) -> None:
        """Run a statement outside a transaction.

        Raises:
            WireError: `BUSY` only where it may run again; what it left is taken away.
        """
        ...

    def reset(self, statements: Sequence[str]) -> None:
        """Make the session what it was before a change that ran these."""
        ...

    def close(self) -> None:
        """End the session."""
        ...
