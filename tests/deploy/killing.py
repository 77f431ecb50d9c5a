"""Run a command again and again, killed at its first, second, third … statement of SQL.

    python killing.py REPOSITORY WORD…

For each place a fork of this process runs `branchline WORD…` and is killed
there by SIGKILL; another one then runs the same undisturbed. Prints a line of
JSON for each: where it was killed, both exit codes, and what the database says.
It ends with the first run that was over before it was killed.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

# A fork has what its parent imported, and each place costs two of them.
import branchline.cli.deploy
import branchline.cli.parser
import branchline.cli.rollback
import branchline.deploy.drivers.sqlite  # noqa: F401
from branchline.cli import main

DATABASE = "dev.db"
KEPT = "kept"


def told(folder: Path) -> dict[str, Any]:
    """Return what the database says, without times and names that differ from run to run."""
    with closing(sqlite3.connect(folder / DATABASE)) as reader:
        return {
            "effects": reader.execute("SELECT what, count(*) FROM effects GROUP BY 1").fetchall(),
            "history": reader.execute(
                "SELECT change, outcome, statements, done, finished_at > '' FROM branchline_history"
                " ORDER BY position"
            ).fetchall(),
            "deployments": reader.execute(
                "SELECT action, outcome FROM branchline_deployments ORDER BY rowid"
            ).fetchall(),
            "health": reader.execute("PRAGMA integrity_check").fetchall(),
        }


def run(words: list[str], kill_at: int) -> int:
    """Run a command in a fork; return its exit code, or the signal that ended it, negative."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    watch_connections(kill_at)
    os._exit(main(words))


def watch_connections(kill_at: int) -> None:
    """Kill this process when SQLite begins the statement of this number, on any connection.

    Nothing waits for the disk: a killed process, unlike a lost machine, loses no write.
    """
    begun = count(1)
    connect = sqlite3.connect

    def traced(*arguments: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401 - as it came
        connection: sqlite3.Connection = connect(*arguments, **named)
        connection.execute("PRAGMA synchronous = OFF")
        connection.set_trace_callback(lambda _: die() if next(begun) == kill_at else None)
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]


def die() -> None:
    """End as a machine that loses its power does."""
    os.kill(os.getpid(), signal.SIGKILL)


def restore(folder: Path) -> None:
    """Put the database back to what it was when this process started."""
    for file in folder.glob(f"{DATABASE}*"):
        file.unlink()
    for file in (folder / KEPT).glob(f"{DATABASE}*"):
        shutil.copy(file, folder)


def all_places(folder: Path, words: list[str]) -> None:
    """Kill at every place, one after the other."""
    (folder / KEPT).mkdir()
    for file in folder.glob(f"{DATABASE}*"):
        shutil.copy(file, folder / KEPT)
    for kill_at in count(1):
        restore(folder)
        killed = run(words, kill_at)
        again = run(words, 0)
        found = {"at": kill_at, "killed": killed, "again": again, **told(folder)}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        if killed >= 0:
            return


if __name__ == "__main__":
    all_places(Path(sys.argv[1]), [*sys.argv[2:], "--repo", sys.argv[1]])
