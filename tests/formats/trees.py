"""A tree that is a dictionary."""

from collections.abc import Iterator, Mapping

from branchline.model.settings import Changelog
from branchline.model.tree import LIMIT, FileKind, TreeFile

SPEC = Changelog("app", "db")


class Files:
    """Contents by path; a kind instead of a content makes an entry that cannot be read."""

    def __init__(self, files: Mapping[str, bytes | str | FileKind]) -> None:
        self._files = files

    def files(self, folder: str) -> Iterator[TreeFile]:
        for path, held in self._files.items():
            if not folder or path == folder or path.startswith(f"{folder}/"):
                kind = held if isinstance(held, FileKind) else FileKind.REGULAR
                yield TreeFile(path, kind, f"oid of {path}")

    def read(self, file: TreeFile) -> bytes | None:
        held = self._files[file.path]
        assert not isinstance(held, FileKind)
        data = held.encode() if isinstance(held, str) else held
        return data if len(data) <= LIMIT else None


def below(*names: str) -> Files:
    """Empty files in the changelog's folder."""
    return Files({f"db/{name}": b"" for name in names})
