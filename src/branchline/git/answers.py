"""What Git's plumbing prints, as values; every list of files has an end."""

from collections.abc import Iterable, Iterator

from branchline.errors import RepositoryError
from branchline.git.values import Branch, Change, Entry

ENTRIES = 500_000
"""No tree is listed further than this: a few small objects can nest into billions of files."""


def branches(lines: Iterable[bytes]) -> Iterator[Branch]:
    """Read `tip SP tree SP time SP ref`; what has no tree is no branch."""
    for line in lines:
        tip, tree, time, ref = line.decode("utf-8", "surrogateescape").split(" ", 3)
        if tree:
            yield Branch(ref, tip, tree, int(time or 0))


def entries(lines: Iterable[bytes]) -> Iterator[Entry]:
    """Read what `ls-tree -z` prints.

    Raises:
        RepositoryError: more than `ENTRIES` files.
    """
    for line in _bound(lines, ENTRIES):
        facts, _, name = line.partition(b"\t")
        mode, kind, oid = facts.decode().split()
        yield Entry(mode, kind, oid, name)


def staged(lines: Iterable[bytes]) -> Iterator[Entry]:
    """Read what `ls-files -s -z` prints."""
    for line in lines:
        facts, _, name = line.partition(b"\t")
        mode, oid, stage = facts.decode().split()
        yield Entry(mode, "commit" if mode == _SUBMODULE else "blob", oid, name, int(stage))


def changes(fields: Iterable[bytes]) -> Iterator[tuple[str, Change]]:
    """Read what `diff-tree --raw -z` prints; with `--stdin`, each with the second tree compared.

    Raises:
        RepositoryError: more than `ENTRIES` files.
    """
    bounded, other = _bound(fields, 2 * ENTRIES), ""
    for facts, path in zip(bounded, bounded, strict=True):
        # A pair of trees stands before its first difference, and before pairs without any.
        pairs, _, own = facts.rpartition(b"\n")
        other = pairs.decode().rpartition(" ")[2] or other
        old_mode, new_mode, before, after, status = own.decode().lstrip(":").split()
        yield other, Change(status, old_mode, new_mode, before, after, path)


_SUBMODULE = "160000"


def _bound(lines: Iterable[bytes], most: int) -> Iterator[bytes]:
    for count, line in enumerate(lines):
        if count >= most:
            raise RepositoryError(
                f"more than {ENTRIES} files to look at", "give the changelog a folder of its own"
            )
        yield line
