"""Trees that branchline makes without a working tree and without the user's index.

What it writes are objects that nobody names: when they are of no use, Git's
own housekeeping takes them away.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from branchline.errors import RepositoryError
from branchline.git.command import Git, inherited
from branchline.git.objects import Repository
from branchline.model.regex import regex


class File(NamedTuple):
    """A file as a tree holds it; an empty `oid` takes it away."""

    path: bytes
    mode: str = ""
    oid: str = ""


class Joined(NamedTuple):
    """A tree of a merge: `conflicts` are files Git could not merge, `mended` those merged here."""

    tree: str
    conflicts: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()


def joined(repository: Repository, ours: str, theirs: str) -> Joined:
    """Merge two commits into a tree.

    Git takes a squash for a change of its own and stops at the next merge. A
    file that one side has as the other once had it was changed by that other
    side alone, so its newer form is the merge.

    Raises:
        RepositoryError: the histories are unrelated, or this Git merges only in a working tree.
    """
    git = _git(repository)
    options = ("--write-tree", "--no-messages", "-z")
    ended = git.run("merge-tree", *options, ours, theirs, codes=(0, _CONFLICT, _USAGE))
    if ended.code == _USAGE:
        raise RepositoryError(
            "this Git cannot merge without a working tree",
            "install Git 2.38 or later, or merge by hand",
        )
    tree, *lines = ended.output.split(b"\0")
    if ended.code == 0:
        return Joined(tree.decode())
    mended: list[tuple[bytes, File]] = []
    conflicts: list[tuple[bytes, None]] = []
    for path, stages in _stages(lines).items():
        newer = _newer(git, path, stages, ours, theirs)
        if newer:
            mended.append((path, newer))
        else:
            conflicts.append((path, None))
    files = [newer for _, newer in mended]
    made = with_files(repository, tree.decode(), files) if files else tree.decode()
    return Joined(made, _names(conflicts), _names(mended))


def with_files(repository: Repository, tree: str, files: Iterable[File]) -> str:
    """Return the tree with some files put in, replaced or taken away."""
    with TemporaryDirectory(prefix="branchline-") as folder:
        git = _git(repository, {"GIT_INDEX_FILE": str(Path(folder, "index"))})
        git.run("read-tree", tree)
        none = "0" * len(tree)
        lines = (f"{f.mode or 0} {f.oid or none}\t".encode() + f.path + b"\0" for f in files)
        for _ in git.records("update-index", "-z", "--index-info", stdin=b"".join(lines)):
            pass
        return git.run("write-tree").output.decode().strip()


_CONFLICT = 1
_USAGE = 129
_OURS, _THEIRS = 2, 3
_RAW = regex(rb"^:[0-7]{6} ([0-7]{6}) [0-9a-f]+ ([0-9a-f]+) ")

_Stages = Mapping[int, tuple[str, str]]


def _git(repository: Repository, more: Mapping[str, str] | None = None) -> Git:
    environ = inherited(os.environ) | {"GIT_DIR": str(repository.git_dir), **(more or {})}
    return Git(repository.git_dir, environ, repository.deadline)


def _stages(lines: Iterable[bytes]) -> dict[bytes, dict[int, tuple[str, str]]]:
    found: dict[bytes, dict[int, tuple[str, str]]] = {}
    for line in filter(None, lines):
        facts, _, path = line.partition(b"\t")
        mode, oid, stage = facts.decode().split()
        found.setdefault(path, {})[int(stage)] = (mode, oid)
    return found


def _newer(git: Git, path: bytes, stages: _Stages, ours: str, theirs: str) -> File | None:
    """Return the side that went on where the other stood still, if one did."""
    if _OURS not in stages or _THEIRS not in stages:
        return None
    here, there = stages[_OURS], stages[_THEIRS]
    if here in _forms(git, path, theirs, ours):
        return File(path, *there)
    if there in _forms(git, path, ours, theirs):
        return File(path, *here)
    return None


def _forms(git: Git, path: bytes, tip: str, known: str) -> set[tuple[str, str]]:
    """Return what a file has been in the commits that `tip` has and `known` has not."""
    lines = git.records(
        "log", "--format=", "--raw", "--no-abbrev", "--no-renames", "--full-history", "-m",
        tip, f"^{known}", "--", path,
    )  # fmt: skip
    found = (_RAW.match(line) for line in lines)
    return {(match[1].decode(), match[2].decode()) for match in found if match}


def _names(found: Iterable[tuple[bytes, object]]) -> tuple[str, ...]:
    return tuple(path.decode("utf-8", "surrogateescape") for path, _ in found)
