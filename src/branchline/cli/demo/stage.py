"""Where the demo plays: a folder of its own, real commands, and checks after each.

Nothing here is made up: every line that a person sees is printed by git or by
branchline, and a line that is not as the story says stops the demo.
"""

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from branchline.errors import BranchlineError, UsageError

ENVIRONMENTS = ("dev", "staging", "prod")


class Stage:
    """A folder with a bare repository, a clone and three databases."""

    def __init__(self, folder: Path, *, colour: bool) -> None:
        self.folder = folder
        self.server = folder / "server.git"
        self.clone = folder / "work"
        self._colour = colour
        self._scene = 0

    def scene(self, title: str) -> None:
        """Begin a part of the story."""
        self._scene += 1
        print(self._paint("1", f"\n{self._scene}. {title}"))

    def say(self, text: str) -> None:
        """Tell what happens next, and why."""
        print(f"   {text}")

    def write(self, path: str, text: str) -> None:
        """Write a file of the clone and show it."""
        target = self.clone / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(self._paint("36", f"   {path}"))
        for line in text.splitlines():
            print(f"   | {line}")

    def git(self, arguments: str, *, refused: bool = False, quiet: bool = False) -> str:
        """Run `git ARGUMENTS` in the clone."""
        return self._run(["git", *shlex.split(arguments)], refused=refused, quiet=quiet)

    def branchline(self, arguments: str, *, fails: bool = False) -> str:
        """Run `branchline ARGUMENTS` in the clone."""
        return self._run(["branchline", *shlex.split(arguments)], refused=fails)

    def owner(self, arguments: str) -> str:
        """Run `branchline ARGUMENTS` as the owner of the server, in the bare repository."""
        return self._run(["branchline", *shlex.split(arguments)], cwd=self.server)

    def rows(self, environment: str, query: str) -> list[tuple[object, ...]]:
        """Ask a database of the demo."""
        with sqlite3.connect(self.folder / f"{environment}.db") as database:
            return list(database.execute(query))

    def columns(self, environment: str, table: str) -> list[str]:
        """Return the names of a table's columns, as the database has them."""
        found = self.rows(environment, f"SELECT name FROM pragma_table_info('{table}')")  # noqa: S608 - the demo's own names
        return [str(name) for (name,) in found]

    def expect(self, truth: bool, sentence: str) -> None:  # noqa: FBT001 - the truth comes first
        """Say a sentence that is so, or stop the demo because it is not."""
        if not truth:
            raise BranchlineError(
                f"the demo expected: {sentence}", hint=f"look at what it left in {self.folder}"
            )
        print(self._paint("32", f"   ok: {sentence}"))

    def _run(
        self,
        command: list[str],
        *,
        cwd: Path | None = None,
        refused: bool = False,
        quiet: bool = False,
    ) -> str:
        place = cwd or self.clone
        prompt = place.name if place.exists() else self.folder.name
        print(self._paint("1;34", f"   {prompt}$ {shlex.join(command)}"))
        if command[0] == "branchline":
            command = [sys.executable, "-I", "-m", *command]
        done = subprocess.run(
            command,
            cwd=place if place.exists() else self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if not quiet or (done.returncode != 0) is not refused:
            for line in done.stdout.splitlines():
                print(f"   {line}".rstrip())
        if (done.returncode != 0) is not refused:
            wanted = "refused" if refused else "accepted"
            raise BranchlineError(
                f"the demo expected this to be {wanted}: {shlex.join(command)}",
                hint=f"look at what it left in {self.folder}",
            )
        return done.stdout

    def _environment(self) -> dict[str, str]:
        """The person's own environment without what would change the story."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        return kept | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Dana Developer",
            "GIT_AUTHOR_EMAIL": "dana@example.com",
            "GIT_COMMITTER_NAME": "Dana Developer",
            "GIT_COMMITTER_EMAIL": "dana@example.com",
            "GIT_TERMINAL_PROMPT": "0",
            "NO_COLOR": "1",
        }

    def _paint(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._colour else text


def set_up(folder: Path) -> None:
    """Make the folder, empty; what an earlier demo left there goes.

    Raises:
        UsageError: it holds something that is not the demo's.
    """
    marker = folder / ".branchline-demo"
    if folder.exists() and any(folder.iterdir()):
        if not marker.exists():
            raise UsageError(f"{folder} is not empty", hint="name a folder that does not exist yet")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    marker.touch()
