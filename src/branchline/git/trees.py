"""A commit or the index, as the files that changelogs are read from.

Paths leave Git as bytes and are text from here on, with `surrogateescape`: they
go back to Git unharmed, whatever is in them.
"""

from collections.abc import Iterable, Iterator

from branchline.git.objects import Repository
from branchline.git.values import Entry
from branchline.model.tree import FileKind, TreeFile


class CommitTree:
    """The files of a commit or tree; `files` costs one process, `read` none of its own."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self._repository = repository
        self._commit = commit

    def files(self, folder: str) -> Iterator[TreeFile]:
        """Yield every entry below `folder` (or the one file of that name), sorted by path."""
        yield from map(tree_file, self._repository.entries(self._commit, _bytes(folder)))

    def read(self, file: TreeFile) -> bytes | None:
        """Return a regular file's content by its `oid`, or None when it is too large."""
        return self._repository.read(file.oid).data


class IndexTree:
    """What the next commit will hold; an unmerged file is read as our side of it."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def files(self, folder: str) -> Iterator[TreeFile]:
        """Yield every entry below `folder` (or the one file of that name), sorted by path."""
        paths = [_bytes(folder)] if folder else []
        yield from map(tree_file, _merged(self._repository.staged(paths)))

    def read(self, file: TreeFile) -> bytes | None:
        """Return a regular file's content by its `oid`, or None when it is too large."""
        return self._repository.read(file.oid).data


def tree_file(entry: Entry) -> TreeFile:
    """Return an entry of Git's as a file of a tree."""
    kind = _KINDS.get(entry.mode, FileKind.OTHER)
    return TreeFile(entry.path.decode(*_ESCAPED), kind, entry.oid)


_ESCAPED = ("utf-8", "surrogateescape")
_KINDS = {
    "100644": FileKind.REGULAR,
    "100664": FileKind.REGULAR,  # written by very old versions of Git
    "100755": FileKind.REGULAR,
    "120000": FileKind.SYMLINK,
    "160000": FileKind.SUBMODULE,
}
_STAGES = (0, 2, 3, 1)  # merged, ours, theirs, the common ancestor


def _bytes(path: str) -> bytes:
    return path.encode(*_ESCAPED)


def _merged(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Choose one of the up to three entries that an unmerged path has; they come together."""
    best: Entry | None = None
    for entry in entries:
        if best and best.path != entry.path:
            yield best
            best = None
        if best is None or _STAGES.index(entry.stage) < _STAGES.index(best.stage):
            best = entry
    if best:
        yield best
