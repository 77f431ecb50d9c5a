"""What a merge would make, without making it: nothing is written to the repository.

New objects go to a folder that is thrown away; the repository's own stand
behind it as an alternate.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from branchline.errors import RepositoryError
from branchline.git.command import Git, inherited
from branchline.git.objects import Repository


class Merge(NamedTuple):
    """A commit that can be read from `repository` alone, and the files that Git cannot merge."""

    repository: Repository
    commit: str
    conflicts: tuple[str, ...] = ()


@contextmanager
def merged(repository: Repository, base: str, head: str) -> Iterator[Merge]:
    """Merge `head` into `base`; `commit` is `head` itself where that is a fast-forward.

    Raises:
        RepositoryError: the histories are unrelated, or this Git cannot merge without files.
    """
    if repository.is_ancestor(base, head):
        yield Merge(repository, head)
        return
    with TemporaryDirectory(prefix="branchline-") as folder:
        environ = inherited(os.environ) | _objects(repository, folder)
        view = Repository(repository.git_dir, repository.work_tree, environ, repository.deadline)
        git = Git(repository.git_dir, environ | {"GIT_DIR": str(repository.git_dir)} | _IDENTITY)
        with view:
            tree, conflicts = _tree(git, base, head)
            parents = ("-p", base, "-p", head)
            made = git.run("commit-tree", tree, *parents, "-m", "merge").output.decode().strip()
            yield Merge(view, made, conflicts)


@contextmanager
def remerged(
    repository: Repository, parents: Sequence[str]
) -> Iterator[tuple[Repository, str] | None]:
    """Merge two commits again as Git does, and say which tree comes of it, conflicts and all.

    None for an octopus, and where this Git cannot merge without files: nobody
    knows then what it would have made.
    """
    if len(parents) != _TWO:
        yield None
        return
    with TemporaryDirectory(prefix="branchline-") as folder:
        environ = {**repository.environ, **_objects(repository, folder)}
        view = Repository(repository.git_dir, repository.work_tree, environ, repository.deadline)
        git = Git(repository.git_dir, environ | {"GIT_DIR": str(repository.git_dir)} | _IDENTITY)
        with view:
            try:
                tree, _ = _tree(git, *parents)
            except RepositoryError:
                yield None
            else:
                yield view, tree


_TWO = 2
_IDENTITY = {
    f"GIT_{role}_{what}": "branchline"
    for role in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}
_CONFLICT = 1
_USAGE = 129


def _tree(git: Git, base: str, head: str) -> tuple[str, tuple[str, ...]]:
    options = ("--write-tree", "--name-only", "--no-messages", "-z")
    ended = git.run("merge-tree", *options, base, head, codes=(0, _CONFLICT, _USAGE))
    if ended.code == _USAGE:
        raise RepositoryError(
            "this Git cannot merge without a working tree",
            "install Git 2.38 or later, or merge by hand and check the result",
        )
    tree, *names = ended.output.decode("utf-8", "surrogateescape").rstrip("\0").split("\0")
    return tree, tuple(names) if ended.code == _CONFLICT else ()


def _objects(repository: Repository, folder: str) -> dict[str, str]:
    common = repository.git_dir / "commondir"
    top = (
        repository.git_dir / common.read_text().strip() if common.is_file() else repository.git_dir
    )
    # In a hook, what is pushed stands in a folder of its own.
    own = repository.environ.get(_OWN)
    places = [_quoted(top / "objects"), repository.environ.get(_ALTERNATES, "")]
    places += [_quoted(Path(own))] if own else []
    return {_OWN: folder, _ALTERNATES: os.pathsep.join(filter(None, places))}


_OWN = "GIT_OBJECT_DIRECTORY"
_ALTERNATES = "GIT_ALTERNATE_OBJECT_DIRECTORIES"


def _quoted(path: Path) -> str:
    text = os.fspath(path)
    if os.pathsep not in text and not text.startswith('"'):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
