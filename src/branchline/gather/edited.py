"""A tree as it would be with some files changed: what a fix makes is judged before it is written.

Changes stay in memory; the tree below is never touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from branchline.fixes import Change, Edit, NewFile, Rename, edited
from branchline.formats.content import decoded
from branchline.model.tree import Tree, TreeFile


class Edited:
    """A tree over another; `contents` holds what differs, None for what is gone.

    `origins` are the paths that renamed files have in the tree below, empty for
    a file that is new.
    """

    def __init__(
        self,
        base: Tree,
        contents: Mapping[str, bytes | None] | None = None,
        origins: Mapping[str, str] | None = None,
    ) -> None:
        self.base = base
        self.contents = dict(contents or {})
        self.origins = dict(origins or {})

    def files(self, folder: str) -> Iterator[TreeFile]:
        """Yield every entry below `folder` (or the one file of that name), sorted by path."""
        below = {file.path: file for file in self.base.files(folder)}
        for path in self.contents:
            if not folder or path == folder or path.startswith(f"{folder}/"):
                below[path] = TreeFile(path)
        for path in sorted(below, key=lambda path: path.encode("utf-8", "surrogateescape")):
            if self.contents.get(path, b"") is not None:
                yield below[path]

    def read(self, file: TreeFile) -> bytes | None:
        """Return a file's content as it would be; None when it is too large."""
        if file.path in self.contents:
            return self.contents[file.path]
        return self.base.read(file)

    def text(self, path: str) -> str | None:
        """Return a file's text with its byte order mark; None where it cannot be read."""
        data = self.read(TreeFile(path))
        if data is None or decoded(data).flaw:
            return None
        return data.decode()

    def with_changes(self, changes: Iterable[Change]) -> Self:
        """Return the tree with some changes made: renames first, and all at once."""
        found = [*changes]
        renames = [each for each in found if isinstance(each, Rename)]
        contents, origins = dict(self.contents), dict(self.origins)
        moved = {each.new: self.read(TreeFile(each.old)) for each in renames}
        was = {each.new: origins.pop(each.old, each.old) for each in renames}
        contents.update(dict.fromkeys((each.old for each in renames), None))
        new = {each.path: each.text.encode() for each in found if isinstance(each, NewFile)}
        origins |= was | dict.fromkeys(new, "")
        after = type(self)(self.base, contents | moved | new, origins)
        edits: dict[str, list[Edit]] = {}
        for each in found:
            if isinstance(each, Edit):
                edits.setdefault(each.path, []).append(each)
        for path, own in edits.items():
            after.contents[path] = edited(after.text(path) or "", own).encode()
        return after
