"""dbmate itself, asked about a folder."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

DBMATE = shutil.which("dbmate", path=str(Path(sys.executable).parent)) or "dbmate"


class Ran(NamedTuple):
    """What dbmate made of a folder: versions recorded in order, and what it complains of."""

    versions: tuple[str, ...]
    error: str
    applied: tuple[str, ...]


def dbmate(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run dbmate on a database beside the folder."""
    url = f"sqlite:{folder.parent / 'dbmate.db'}"
    command = [DBMATE, "--url", url, "--no-dump-schema", "-d", str(folder), *args]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def up(folder: Path) -> Ran:
    """Apply what is pending, and say what happened."""
    done = dbmate(folder, "up")
    lines = done.stdout.splitlines()
    applied = tuple(
        line.removeprefix("Applied: ").rsplit(" in ", 1)[0]
        for line in lines
        if line.startswith("Applied: ")
    )
    return Ran(versions(folder), done.stderr.strip() if done.returncode else "", applied)


def versions(folder: Path) -> tuple[str, ...]:
    """The versions that dbmate's table holds, in the order in which they came."""
    with closing(sqlite3.connect(folder.parent / "dbmate.db")) as database:
        rows = database.execute("SELECT version FROM schema_migrations ORDER BY rowid")
        return tuple(version for (version,) in rows)


def pending(folder: Path) -> tuple[str, ...]:
    """The files that dbmate would still run, in its order."""
    lines = dbmate(folder, "status").stdout.splitlines()
    return tuple(line.removeprefix("[ ] ") for line in lines if line.startswith("[ ] "))
