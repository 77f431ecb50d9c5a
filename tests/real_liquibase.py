"""Liquibase itself, on SQLite: what it makes of a changelog, for tests to compare with.

It comes with `pyliquibasecli` and wants a JDK. One process answers all of a
session's questions, about 0.1 s each; each has a folder and a database of its own.
"""

import importlib.util
import json
import shutil
import sqlite3
import struct
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.services import Unavailable

MOST_SECONDS = 120


class Row(NamedTuple):
    """A row of DATABASECHANGELOG."""

    id: str
    author: str
    path: str
    type: str
    checksum: str
    comments: str
    contexts: str | None
    labels: str | None


class Answer(NamedTuple):
    """Exit code and all that was printed."""

    code: int
    said: str


class RefusedError(Exception):
    """Liquibase does not read a changelog."""


class Liquibase:
    """One running Liquibase."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def run(self, folder: Path, command: str, *options: str, changelog: str = "") -> Answer:
        """Run a command with `folder` as search path and its `liquibase.db` as database."""
        words = [
            "--log-level=off",
            "--show-banner=false",
            f"--search-path={folder}",
            command,
            f"--url=jdbc:sqlite:{folder / 'liquibase.db'}",
            *([f"--changelog-file={changelog}"] if changelog else []),
            *options,
        ]
        return self._ask(words)

    def parse(self, folder: Path, changelog: str, database: str = "sqlite") -> list[dict[str, Any]]:
        """Return the changesets that Liquibase's own parser finds, with their statements.

        Raises:
            RefusedError: it refuses the file; the message is Liquibase's.
        """
        answer = self._ask(["parse", str(folder), changelog, database])
        if answer.code:
            raise RefusedError(answer.said.strip())
        lines = answer.said.splitlines()
        return [json.loads(line) for line in lines if line.startswith('{"id"')]

    def weigh(self, what: str, one: str, other: str) -> bool | None:
        """Weigh a `context` against what is given, or `labels` against a filter.

        None where Liquibase cannot read the expression.
        """
        answer = self._ask([what, one, other])
        return None if answer.code else answer.said.strip() == "true"

    def _ask(self, words: list[str]) -> Answer:
        if self._process.stdin is None:
            raise Unavailable("liquibase has no standard input")
        self._process.stdin.write("\t".join(words).encode() + b"\n")
        self._process.stdin.flush()
        code, length = struct.unpack(">ii", self._exactly(8))
        return Answer(code, self._exactly(length).decode("utf-8", "replace"))

    def _exactly(self, length: int) -> bytes:
        found = self._process.stdout.read(length) if self._process.stdout else b""
        if len(found) < length:
            raise Unavailable(f"liquibase ended: {self._process.wait(MOST_SECONDS)}")
        return found


def rows(folder: Path) -> list[Row]:
    """Return what Liquibase recorded in the folder's database, in its order."""
    with closing(sqlite3.connect(folder / "liquibase.db")) as database:
        known = "SELECT count(*) FROM sqlite_master WHERE name = 'DATABASECHANGELOG'"
        if not database.execute(known).fetchone()[0]:
            return []
        return [Row(*row) for row in database.execute(_ROWS)]


@contextmanager
def liquibase() -> Iterator[Liquibase]:
    """Start Liquibase, and stop it.

    Raises:
        Unavailable: there is no JDK, or `pyliquibasecli` is not installed.
    """
    found = importlib.util.find_spec("liquibase")
    if found is None or not found.origin:
        raise Unavailable("pyliquibasecli is not installed")
    java = shutil.which("java")
    if not java or not shutil.which("javac"):
        raise Unavailable("there is no JDK (java and javac) on PATH")
    home = Path(found.origin).parent / "bin"
    jars = f"{home / 'internal/lib'}/*:{home / 'lib'}/*"
    source = Path(__file__).with_name("RealLiquibase.java")
    command = [java, *_FAST, "-cp", jars, str(source)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Liquibase(process)
        finally:
            process.kill()


_FAST = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-Dfile.encoding=UTF-8")
_ROWS = (
    "SELECT ID, AUTHOR, FILENAME, EXECTYPE, MD5SUM, COMMENTS, CONTEXTS, LABELS"
    " FROM DATABASECHANGELOG ORDER BY DATEEXECUTED, ORDEREXECUTED"
)
