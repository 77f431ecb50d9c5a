"""Real repositories in temporary folders."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


class Sandbox:
    """A repository to write to; the code under test reads it."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments: str | bytes, stdin: bytes = b"") -> str:
        """Run git here and return what it prints."""
        command = ["git", "-C", os.fspath(self.path), *arguments]
        environ = os.environ | IDENTITY
        done = subprocess.run(command, input=stdin, capture_output=True, check=True, env=environ)
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def commit(self, files: dict[str, bytes], message: str = "change") -> str:
        """Commit `files` on top of what is there; return the commit's id."""
        for name, data in files.items():
            place = self.path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2026-01-02T03:04:05+00:00",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_DATE": "2026-01-02T03:04:05+00:00",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}

Init = Callable[..., Sandbox]


@pytest.fixture
def init(tmp_path: Path) -> Init:
    """Make a repository called `name` with options of `git init`."""

    def make(name: str = "repo", *options: str) -> Sandbox:
        return Sandbox(tmp_path / name, *options)

    return make


@pytest.fixture(params=["sha1", "sha256"])
def sandbox(request: pytest.FixtureRequest, init: Init) -> Sandbox:
    """A repository of each object format."""
    return init("repo", f"--object-format={request.param}")
