"""SQL that is in no changelog: a file by itself, or what came by a pipe."""

from collections.abc import Iterator
from pathlib import Path

from branchline.formats import get
from branchline.formats.folder import FolderTree
from branchline.gather.scopes import Scope
from branchline.model.changelog import Entry, Order, Outline
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.model.tree import LIMIT, FileKind, Tree, TreeFile


def script(tree: Tree, path: str, engine: Engine) -> Scope:
    """Return the scope of one plain script, whatever it is called; a tool would wrap it."""
    stem = path.rpartition("/")[2].rpartition(".")[0] or path
    entry = Entry(stem, stem, path, Order(0, (), stem))
    return Scope(tree, Changelog(path, path, "plain", engine), get("plain"), Outline((entry,)))


class Given:
    """A tree of one nameless file."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def files(self, folder: str) -> Iterator[TreeFile]:
        """Yield that file."""
        yield TreeFile(folder)

    def read(self, file: TreeFile) -> bytes | None:
        """Return what was given; None when it is larger than `LIMIT`."""
        del file
        return self._data if len(self._data) <= LIMIT else None


class EmptyTree:
    """A tree without files: what stands before the first commit."""

    def files(self, folder: str) -> Iterator[TreeFile]:
        """Yield nothing."""
        del folder
        yield from ()

    def read(self, file: TreeFile) -> bytes | None:
        """Return nothing: nobody can have got a file here."""
        del file
        return None


class Neighbours(FolderTree):
    """A folder's tree that does not look into the folders below, and looks only once."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._seen: dict[str, tuple[TreeFile, ...]] = {}

    def files(self, folder: str) -> Iterator[TreeFile]:
        """Yield the files of `folder` itself, in Git's order; or the one file of that name."""
        if folder and not (self.root / folder).is_dir():
            return super().files(folder)
        if folder not in self._seen:
            self._seen[folder] = tuple(
                found
                for found in self.listed(folder)
                if isinstance(found, TreeFile) and found.kind is not FileKind.SUBMODULE
            )
        return iter(self._seen[folder])
