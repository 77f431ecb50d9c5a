"""Files at one point of history, wherever they are read from.

A commit, the index and the working tree look the same from here. `oid` is the
Git blob id where there is one: two files with one id are the same without
being read.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from branchline.model.value import value

LIMIT = 16 * 1024 * 1024
"""No migration is read that is larger than this, in bytes."""


class FileKind(StrEnum):
    """What a tree entry is; only a regular file can be a changeset."""

    REGULAR = "file"
    SYMLINK = "symbolic link"
    SUBMODULE = "submodule"
    OTHER = "special file"


@value
class TreeFile:
    """An entry: `path` with `/`, relative to the tree; undecodable bytes escaped.

    A path that is not UTF-8 is decoded with `surrogateescape`.
    """

    path: str
    kind: FileKind = FileKind.REGULAR
    oid: str = ""


class Tree(Protocol):
    """Where changelogs are read from."""

    def files(self, folder: str) -> Iterator[TreeFile]:
        """Yield every entry below `folder` (or the one file of that name), sorted by path."""
        ...

    def read(self, file: TreeFile) -> bytes | None:
        """Return a regular file's content, or `None` when it is larger than `LIMIT`.

        Raises:
            RepositoryError: it is gone, or may not be read.
        """
        ...
