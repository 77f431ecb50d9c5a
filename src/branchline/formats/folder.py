"""A folder on disk, as the files that changelogs are read from.

No symbolic link is followed, neither to list nor to read: what a link names is
not what a commit of it would hold.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from branchline.errors import RepositoryError
from branchline.model.tree import LIMIT, FileKind, TreeFile


class FolderTree:
    """The files below `root`, which may itself be reached through links."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._top = os.fspath(root)

    def files(self, folder: str) -> Iterator[TreeFile]:
        """Yield every entry below `folder` (or the one file of that name), in Git's order.

        Raises:
            RepositoryError: a folder may not be read.
        """
        link = self._link(folder)
        if link:
            yield TreeFile(link, FileKind.SYMLINK)
        elif folder and not (self.root / folder).is_dir():
            if (self.root / folder).exists():
                yield TreeFile(folder, _kind((self.root / folder).lstat().st_mode))
        else:
            yield from self._below(folder)

    def read(self, file: TreeFile) -> bytes | None:
        """Return a regular file's content, or None when it is larger than `LIMIT`.

        Raises:
            RepositoryError: it is gone, is no regular file, or may not be read.
        """
        path = os.path.join(self._top, file.path)  # noqa: PTH118 - pathlib takes ten times as long
        try:
            status = os.lstat(path)
            if self._link(file.path) or not stat.S_ISREG(status.st_mode):
                raise RepositoryError(f"{file.path} is not a regular file")
            with open(path, "rb") as stream:  # noqa: PTH123 - as above
                # No more than there is: room for what is asked for is made before.
                data = stream.read(min(status.st_size, LIMIT) + 1)
                if len(data) > status.st_size:
                    data += stream.read(LIMIT)
        except OSError as error:
            raise _unreadable(file.path, error) from error
        return data if len(data) <= LIMIT else None

    def listed(self, folder: str) -> Iterator[TreeFile | str]:
        """Yield the files of one folder, and the paths of the folders in it, in Git's order.

        Raises:
            RepositoryError: the folder may not be read.
        """
        try:
            with os.scandir(self.root / folder) as entries:
                found = sorted(entries, key=_as_git_sorts)
        except OSError as error:
            raise _unreadable(folder, error) from error
        for entry in found:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name == ".git":
                continue
            if entry.is_file(follow_symlinks=False):
                yield TreeFile(path)
            elif not entry.is_dir(follow_symlinks=False):
                yield TreeFile(path, _kind_of(entry))
            elif (self.root / path / ".git").exists():
                yield TreeFile(path, FileKind.SUBMODULE)
            else:
                yield path

    def _link(self, path: str) -> str:
        """Return the first part of `path` that is a symbolic link; empty when none is."""
        parts = path.split("/")
        places = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        return next((place for place in places if place and self._is_link(place)), "")

    def _is_link(self, path: str) -> bool:
        return os.path.islink(os.path.join(self._top, path))  # noqa: PTH114, PTH118 - as above

    def _below(self, folder: str) -> Iterator[TreeFile]:
        # A stack, not recursion: folders can be nested as deep as someone likes.
        stack = [self.listed(folder)]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif isinstance(found, str):
                stack.append(self.listed(found))
            else:
                yield found


def _as_git_sorts(entry: os.DirEntry[str]) -> bytes:
    end = "/" if entry.is_dir(follow_symlinks=False) else ""
    return os.fsencode(entry.name + end)


def _kind(mode: int) -> FileKind:
    if stat.S_ISLNK(mode):
        return FileKind.SYMLINK
    return FileKind.REGULAR if stat.S_ISREG(mode) else FileKind.OTHER


def _kind_of(entry: os.DirEntry[str]) -> FileKind:
    return FileKind.SYMLINK if entry.is_symlink() else FileKind.OTHER


def _unreadable(path: str, error: OSError) -> RepositoryError:
    words = (error.strerror or str(error)).lower()
    return RepositoryError(f"{path or '.'} cannot be read: {words}")
