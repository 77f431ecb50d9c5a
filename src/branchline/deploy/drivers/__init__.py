"""Databases that a plan is run on; a module per engine.

A driver knows how to commit a change together with its row in the history,
and how to keep a second deploy away. It decides nothing.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from branchline.deploy.history import Deployment, Row
from branchline.deploy.history.store import Store
from branchline.deploy.secrets import resolve
from branchline.errors import DeployError
from branchline.model.environments import Instance
from branchline.model.settings import DeploySettings


class StatementError(Exception):
    """The database refused a statement: which, and in its own words."""

    def __init__(self, position: int, statement: str, words: str) -> None:
        super().__init__(words)
        self.position = position
        self.statement = statement
        self.words = words


class Database(Protocol):
    """One open database.

    Every method that writes commits before it returns; whatever is killed
    before that leaves the database as it was. The outcome of a row that is
    passed in is the one it is to end with: applied, or rolled back.
    """

    dialect: str

    def history(self) -> tuple[Row, ...]:
        """Return every row, oldest first; none where branchline never was."""
        ...

    def deployments(self) -> tuple[Deployment, ...]:
        """Return what deploys did, oldest first."""
        ...

    def lock(self, actor: str) -> AbstractContextManager[None]:
        """Keep every other deploy of this database away until the block ends.

        Raises:
            DeployError: another deploy holds it, and does not let go in time.
        """
        ...

    def record(self, deployment: Deployment) -> None:
        """Write a deployment down, or over what was written of it before."""
        ...

    def together(self, statements: Sequence[str], row: Row) -> None:
        """Run the statements and add the row in one transaction.

        Raises:
            StatementError: nothing of it stands; a change that was to be
                applied has a row that says so.
        """
        ...

    def apart(self, statements: Sequence[str], row: Row) -> None:
        """Run the statements outside a transaction, from `row.done` on.

        The row is written before the first and after each one.

        Raises:
            StatementError: the row says how far it came.
        """
        ...

    def holds(self, query: str) -> bool:
        """Whether `query` returns a row whose first value is true.

        Raises:
            DeployError: the database refuses it.
        """
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


def connect(
    instance: Instance,
    root: Path,
    environ: Mapping[str, str],
    settings: DeploySettings,
    store: Store | None = None,
) -> Database:
    """Return the database of an instance; nothing is opened or made before it is needed.

    What ran is kept in `store`, in branchline's own table where none is given.

    Raises:
        DeployError: there is no URL, or no driver for it. The URL may hold a
            secret and is not repeated.
    """
    url = resolve(instance.url, environ, root)
    scheme = url.removeprefix("jdbc:").partition(":")[0].partition("+")[0].lower()
    if scheme == "sqlite":
        from branchline.deploy.drivers.sqlite import SQLite

        return SQLite(url, root, settings, store)
    what = f"{scheme} databases" if scheme in _LATER else "its URL"
    raise DeployError(
        f"instance {instance.name!r}: no driver for {what} yet",
        hint="today branchline deploys to sqlite:///folder/file.db",
    )


_LATER = frozenset({"postgres", "postgresql", "mysql", "mariadb", "sqlserver", "oracle"})
