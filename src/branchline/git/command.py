"""The git executable: one environment, one deadline, its own words when it fails.

A hook inherits `GIT_DIR=.` and a working directory, and whoever calls one may
have set any other `GIT_*`. Nothing of it is passed on but what says where the
pushed objects and the machine's configuration are; every path is absolute.
"""

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, NamedTuple, Self, cast

from branchline.errors import RepositoryError

if TYPE_CHECKING:
    import io


class Ended(NamedTuple):
    """How a git process ended: `words` is the last that it said on standard error."""

    code: int
    output: bytes
    words: str


class Git:
    """Runs git in `folder`, until `deadline` (of `time.monotonic`, in seconds)."""

    def __init__(
        self, folder: Path, environ: Mapping[str, str], deadline: float | None = None
    ) -> None:
        self.environ = dict(environ)
        self.deadline = deadline
        self._folder = folder

    def start(self, *arguments: str | bytes) -> "Child":
        """Start git; the caller owns the process.

        Raises:
            RepositoryError: there is no git, or the time is over.
        """
        prefix = ("git", "-C", os.fspath(self._folder), "-c", "core.fsmonitor=false")
        return Child((*prefix, *arguments), self.environ, self.deadline)

    def run(self, *arguments: str | bytes, codes: tuple[int, ...] = (0,)) -> Ended:
        """Run git to its end, which is with one of `codes`.

        Raises:
            RepositoryError: git ended in another way; the message is git's own.
        """
        with self.start(*arguments) as child:
            child.send(b"", last=True)
            output = child.stdout.read(_RECORD)
            return Ended(child.finish(codes), output, child.words)

    def records(
        self, *arguments: str | bytes, end: bytes = b"\n", stdin: bytes = b""
    ) -> Iterator[bytes]:
        """Yield what git prints, cut at `end`, while it prints.

        `stdin` is for commands that read all of it before they answer.

        Raises:
            RepositoryError: git failed; or one record has no end within a
                megabyte, as only a hostile object makes it.
        """
        with self.start(*arguments) as child:
            child.send(stdin, last=True)
            rest = b""
            while chunk := child.stdout.read1(_CHUNK):
                *whole, rest = (rest + chunk).split(end)
                yield from whole
                if len(rest) > _RECORD:
                    raise RepositoryError(f"git {child.name} printed an endless record", _HOSTILE)
            child.finish()


class Child:
    """A running git, ended at the latest when its `with` block ends."""

    def __init__(
        self,
        command: tuple[str | bytes, ...],
        environ: Mapping[str, str],
        deadline: float | None,
    ) -> None:
        left = None if deadline is None else deadline - time.monotonic()
        self.name = os.fsdecode(command[_NAME])
        if left is not None and left <= 0:
            raise self._out_of_time()
        self._process = _popen(command, environ)
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self.stdout = cast("io.BufferedReader", self._process.stdout)
        self._errors = b""
        self._expired = False
        self._drain = threading.Thread(target=self._keep_errors, daemon=True)
        self._drain.start()
        self._alarm = None if left is None else threading.Timer(left, self._expire)
        if self._alarm is not None:
            self._alarm.daemon = True
            self._alarm.start()

    def send(self, data: bytes, *, last: bool = False) -> None:
        """Write to git's input; a git that is gone is found when it is read."""
        with suppress(OSError):
            self._stdin.write(data)
            self._stdin.flush()
        if last:
            self._close_input()

    def finish(self, codes: tuple[int, ...] = (0,)) -> int:
        """Wait for git's end and return its exit code, which is one of `codes`.

        Raises:
            RepositoryError: it is another.
        """
        self.stdout.close()
        code = self._process.wait()
        if code not in codes or self._expired:
            raise self.failure()
        return code

    def failure(self) -> RepositoryError:
        """End git and return why it is of no use, in its own last words."""
        self.stop()
        if self._expired:
            return self._out_of_time()
        words = self.words or f"ended with code {self._process.returncode}"
        return RepositoryError(
            f"git {self.name}: {words}", hint="'git fsck' says whether the repository is whole"
        )

    @property
    def words(self) -> str:
        """What git said last, once it has ended: its fatal error, else its last line."""
        self._drain.join()
        lines = self._errors.decode("utf-8", "replace").strip().splitlines()
        fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
        return (fatal or lines or [""])[-1]

    def stop(self) -> None:
        """End git now; do nothing when it has ended."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._process.kill()
        self._process.wait()
        self._drain.join()
        self._close_input()
        self.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _close_input(self) -> None:
        with suppress(OSError):  # what git did not read is lost, and its exit says so
            self._stdin.close()

    def _keep_errors(self) -> None:
        with cast("io.BufferedReader", self._process.stderr) as stream:
            while chunk := stream.read1(_CHUNK):
                self._errors = (self._errors + chunk)[-_TAIL:]

    def _expire(self) -> None:
        self._expired = True
        self._process.kill()

    def _out_of_time(self) -> RepositoryError:
        return RepositoryError(
            f"out of time: git {self.name} had to stop",
            hint="push less at once, or give the hook more time",
        )


def inherited(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for git: a caller's, without the `GIT_*` that name a repository.

    Those that say where the machine's configuration is stay. Source: git(1).
    """
    kept = {name: value for name, value in environ.items() if not name.startswith("GIT_")}
    return kept | {name: environ[name] for name in _CONFIGURATION & environ.keys()} | _FIXED


def places(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return where the objects and the index are that a hook is to judge, as absolute paths.

    Without them a pushed object is not found. Relative ones are relative to
    `folder`, the hook's. Source: git(1), git-receive-pack(1).
    """
    found = {name: _absolute(folder, environ[name]) for name in _PLACES & environ.keys()}
    if alternates := environ.get(_ALTERNATES):
        found[_ALTERNATES] = _absolute_list(folder, alternates)
    return found


_CHUNK = 1 << 16
_RECORD = 1 << 20
_TAIL = 1 << 12
_NAME = 5  # of a command in a `Child`'s arguments, after git and its own options
_HOSTILE = "look at the newest commits with 'git log': one of them is not made by Git"

_ALTERNATES = "GIT_ALTERNATE_OBJECT_DIRECTORIES"
# A commit with paths (`git commit FILE`) judges an index of its own.
_PLACES = frozenset(
    ("GIT_OBJECT_DIRECTORY", "GIT_QUARANTINE_PATH", "GIT_COMMON_DIR", "GIT_INDEX_FILE")
)
_CONFIGURATION = frozenset(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"))
_FIXED = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}


def _popen(command: tuple[str | bytes, ...], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, env=environ, stdin=pipe, stdout=pipe, stderr=pipe)
    except FileNotFoundError:
        raise RepositoryError("there is no git on PATH", hint="install Git 2.31 or later") from None
    except (OSError, ValueError) as error:
        raise RepositoryError(f"git cannot be started: {error}") from None


def _absolute(folder: Path, place: str) -> str:
    return os.path.normpath(folder / place)


def _absolute_list(folder: Path, places: str) -> str:
    if '"' in places:  # Git quotes an entry that holds a separator; those are absolute
        return places
    return os.pathsep.join(_absolute(folder, each) for each in places.split(os.pathsep))
