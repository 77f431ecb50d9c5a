"""The files of a SQLite database: where, how opened, and who may deploy to it.

The lock is SQLite's own, on a small file beside the database, so that readers
of the database itself wait for nobody; it goes when its owner dies.
"""

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from branchline.deploy.clock import now
from branchline.errors import DeployError

NO_LIMIT = 10 * 86400.0
"""Seconds to wait for a lock where no limit is set; SQLite counts milliseconds in 32 bits."""


def place(url: str, root: Path) -> Path:
    """Return the file: `sqlite:///a.db` is relative to `root`, `sqlite:////a.db` is not.

    Raises:
        DeployError: the URL, which is not repeated, names none.
    """
    jdbc = url.startswith("jdbc:")
    path = url.removeprefix("jdbc:").partition(":")[2].partition("?")[0]
    if not jdbc or path.startswith("//"):
        path = path.removeprefix("///") if path.startswith("///") else ""
    if not path or path == ":memory:" or "\0" in path:
        raise DeployError(
            "the URL names no database file",
            hint="write sqlite:///data/dev.db, or four slashes before an absolute path",
        )
    return root / path


def opened(path: Path, patience: float) -> sqlite3.Connection:
    """Open a database file, which is made when it is not there; its folder is not."""
    with said(path):
        return sqlite3.connect(path, timeout=patience, isolation_level=None)


@contextmanager
def holding(path: Path, actor: str, patience: float) -> Iterator[None]:
    """Hold the lock of the database at `path`.

    Raises:
        DeployError: another process holds it and does not let go in time.
    """
    guarded = path.with_name(path.name + "-branchline-lock")
    with said(path):
        connection = sqlite3.connect(guarded, timeout=patience, isolation_level=None)
    with closing(connection) as guard:
        try:
            _hold(guard, f"{actor}, process {os.getpid()} on {socket.gethostname()}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise _sentence(path, error) from error
            raise DeployError(
                f"another deploy of {path.name} is running: {_holder(guarded)}",
                hint="wait for it; its lock goes when that process ends",
            ) from error
        yield


@contextmanager
def said(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a sentence that names the database."""
    try:
        yield
    except sqlite3.Error as error:
        raise _sentence(path, error) from error


def _sentence(path: Path, error: sqlite3.Error) -> DeployError:
    if not path.parent.is_dir():
        return DeployError(
            f"{path}: its folder does not exist", hint=f"make it: mkdir -p {path.parent}"
        )
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return DeployError(f"{path}: {error}", hint="another program is writing to it: try again")
    return DeployError(f"{path}: {error}", hint="is it a database, and may branchline write to it?")


def _hold(guard: sqlite3.Connection, owner: str) -> None:
    """Leave a note, then hold the lock: a note can be read while the lock is held."""
    guard.execute("CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY, who, since)")
    while True:
        guard.execute("INSERT OR REPLACE INTO holder VALUES (1, ?, ?)", (owner, now()))
        guard.execute("BEGIN IMMEDIATE")
        if guard.execute("SELECT who FROM holder").fetchone() == (owner,):
            return
        guard.execute("ROLLBACK")  # somebody else's note came in between


def _holder(path: Path) -> str:
    with suppress(sqlite3.Error, ValueError), closing(opened(path, 1.0)) as reader:
        [(who, since)] = reader.execute("SELECT who, since FROM holder")
        return f"{who}, since {since}"
    return "its owner is not known"
