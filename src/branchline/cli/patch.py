"""What was fixed in memory, as a patch to read or as files to write."""

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from branchline.errors import RepositoryError, UsageError
from branchline.gather.edited import Edited
from branchline.model.tree import TreeFile

if TYPE_CHECKING:
    from branchline.git.objects import Repository


class Patched(NamedTuple):
    """One file that differs: `old` is its path before, empty for a new one."""

    old: str
    new: str
    before: bytes
    after: bytes

    @property
    def word(self) -> str:
        """What happened to it: `new`, `renamed` or `changed`."""
        if not self.old:
            return "new"
        return "changed" if self.old == self.new else "renamed"


def patched(tree: Edited) -> tuple[Patched, ...]:
    """Return the files of a tree that differ from the tree below it, by path."""
    found = []
    for path, data in sorted(tree.contents.items()):
        if data is None:
            continue
        old = tree.origins.get(path, path)
        before = tree.base.read(TreeFile(old)) if old else b""
        if old != path or before != data:
            found.append(Patched(old, path, before or b"", data))
    return tuple(found)


def lines(file: Patched) -> Iterator[str]:
    """Yield the lines of a file's part of a patch, each with its end, as `git apply` takes them."""
    old, new = file.old or file.new, file.new
    yield f"diff --git a/{old} b/{new}\n"
    if file.word == "renamed":
        yield f"rename from {old}\nrename to {new}\n"
    if file.word == "new":
        yield "new file mode 100644\n"
    before, after = _cut(file.before), _cut(file.after)
    source = f"a/{old}" if file.old else "/dev/null"
    for line in unified_diff(before, after, source, f"b/{new}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def write(root: Path, files: tuple[Patched, ...], repository: "Repository | None") -> None:
    """Write files; renamed ones keep their history where Git knows them.

    Raises:
        UsageError: a file cannot be written, or stands in the way of a new one.
    """
    try:
        for file in reversed(files):  # the last first: each makes room for the one before
            if file.word == "renamed":
                _move(root, file.old, file.new, repository)
        for file in files:
            if file.word == "new":
                with (root / file.new).open("xb") as out:
                    out.write(file.after)
            elif file.before != file.after:
                (root / file.new).write_bytes(file.after)
    except OSError as error:
        raise UsageError(f"{error.filename}: {(error.strerror or '').lower()}") from None


def _move(root: Path, old: str, new: str, repository: "Repository | None") -> None:
    if (root / new).exists():
        raise FileExistsError(17, "is there already", new)
    if repository is not None:
        from branchline.git.porcelain import is_tracked, move

        try:
            if is_tracked(repository, old):
                move(repository, old, new)
                return
        except RepositoryError as error:
            raise UsageError(f"{old} cannot be renamed: {error.message}", error.hint) from None
    (root / old).rename(root / new)


def _cut(data: bytes) -> list[str]:
    """Cut at LF alone: all else is part of a line, and stays."""
    *whole, rest = data.decode().split("\n")
    return [*(f"{line}\n" for line in whole), *([rest] if rest else [])]
