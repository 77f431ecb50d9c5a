"""What a branch went through: its own commits, one after another, and who took a file out.

A branch's own commits are the first parents: what a merge brought is one step.
"""

import os
from collections.abc import Iterator
from typing import NamedTuple

from branchline.git.command import Git, inherited
from branchline.git.objects import Repository


class Step(NamedTuple):
    """A commit of a branch's own; `time` is when it was committed, in seconds since 1970."""

    oid: str
    parents: tuple[str, ...]
    time: int
    author: str
    subject: str


def steps(repository: Repository, tip: str, path: str = "") -> Iterator[Step]:
    """Yield a branch's own commits, newest first; those that changed `path`, where one is named."""
    one = ("-m", "--no-patch", tip, "--", path)
    yield from _steps(repository, *(one if path else (tip, "--")))


def removed_by(repository: Repository, tip: str, path: str) -> Step | None:
    """Return the newest commit of a branch that took a file out of it; None where none did."""
    return _newest(repository, tip, path, "D")


def added_by(repository: Repository, tip: str, path: str) -> Step | None:
    """Return the newest commit of a branch that brought a file to it."""
    return _newest(repository, tip, path, "A")


def touching(repository: Repository, tip: str, path: str) -> Iterator[Step]:
    """Yield the commits of a branch's own that changed a file, newest first."""
    if "\0" not in path:
        yield from _steps(repository, "-m", "--no-renames", "--no-patch", tip, "--", path)


def trailer(repository: Repository, commit: str, key: str) -> str:
    """Return what a commit's message says by a trailer; empty where it has none of that key."""
    line = f"--format=%(trailers:key={key},valueonly,separator=%x2C)"
    found = _git(repository).records("log", "--max-count=1", "--no-show-signature", line, commit)
    return b"".join(found).decode("utf-8", "replace").strip()


def _newest(repository: Repository, tip: str, path: str, what: str) -> Step | None:
    if "\0" in path:
        return None
    options = ("-m", "--no-renames", f"--diff-filter={what}", "--max-count=1", "--no-patch")
    return next(_steps(repository, *options, tip, "--", path), None)


def _steps(repository: Repository, *words: str) -> Iterator[Step]:
    asked = [word.encode("utf-8", "surrogateescape") for word in words]
    for line in _git(repository).records("log", *_OPTIONS, *asked):
        oid, parents, time, author, subject = line.decode("utf-8", "replace").split("\0", 4)
        yield Step(oid, tuple(parents.split()), int(time), author, subject)


def _git(repository: Repository) -> Git:
    environ = inherited(os.environ) | {"GIT_DIR": str(repository.git_dir)}
    return Git(repository.git_dir, environ, repository.deadline)


_FORMAT = "--format=%H%x00%P%x00%ct%x00%an%x00%s"
_OPTIONS = ("--encoding=UTF-8", "--no-show-signature", "--first-parent", _FORMAT)
