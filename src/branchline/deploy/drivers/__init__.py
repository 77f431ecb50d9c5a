"""Databases that a plan is run on; a module per engine.

A driver knows how to commit a change together with its row in the history,
and how to keep a second deploy away. It decides nothing.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from branchline.deploy.drivers.errors import NOBODY, StatementError, Watcher
from branchline.deploy.history import Deployment, Row
from branchline.deploy.history.store import Store
from branchline.deploy.secrets import resolve
from branchline.errors import DeployError
from branchline.model.effects import Engine
from branchline.model.environments import Instance
from branchline.model.settings import DeploySettings

__all__ = ["Database", "StatementError", "connect"]


class Database(Protocol):
    """One open database.

    Every method that writes commits before it returns; whatever is killed
    before that leaves the database as it was. The outcome of a row that is
    passed in is the one it is to end with: applied, or rolled back.
    """

    @property
    def dialect(self) -> str:
        """The dialect of the database, which is asked where its URL does not tell."""
        ...

    @property
    def engine(self) -> Engine:
        """What the database is, and its version; raises `DeployError` as `history`."""
        ...

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

    def together(self, statements: Sequence[str], row: Row, watcher: Watcher = NOBODY) -> None:
        """Run the statements and add the row in one transaction.

        Raises:
            StatementError: nothing of it stands; a change that was to be
                applied has a row that says so.
        """
        ...

    def apart(self, statements: Sequence[str], row: Row, watcher: Watcher = NOBODY) -> None:
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
    match scheme:
        case "sqlite":
            from branchline.deploy.drivers.sqlite import SQLite

            return SQLite(url, root, settings, store)
        case "postgres" | "postgresql":
            from branchline.deploy.drivers.postgres import Postgres
            from branchline.deploy.drivers.server import Server

            return Server(Postgres(url, settings), settings, store)
        case "mysql" | "mariadb":
            from branchline.deploy.drivers.mysql import MySQL
            from branchline.deploy.drivers.server import Server

            return Server(MySQL(url, settings), settings, store)
    what = f"{scheme} databases" if scheme in _LATER else "its URL"
    raise DeployError(
        f"instance {instance.name!r}: no driver for {what}",
        hint="branchline deploys to sqlite:, postgresql:, mysql: and mariadb: URLs",
    )


_LATER = frozenset({"sqlserver", "oracle"})
