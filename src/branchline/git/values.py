"""What Git answers with. Paths are bytes: a file name has no encoding.

An object id is 40 hex digits, or 64 in a SHA-256 repository; its width tells
which, so nobody has to ask Git for the format.
"""

from typing import NamedTuple


class Blob(NamedTuple):
    """A file's content; `data` is None when `size`, in bytes, is over the limit."""

    oid: str
    size: int
    data: bytes | None


class Entry(NamedTuple):
    """A file of a tree or of the index.

    `mode` is octal (`100644`, `100755`, `120000` symbolic link, `160000`
    submodule), `kind` is `blob` or `commit`, `path` is from the root, in the
    bytes of the repository. `stage` is 1 to 3 in an unmerged index, else 0.
    A tuple, since there are as many as files.
    """

    mode: str
    kind: str
    oid: str
    path: bytes
    stage: int = 0


class Change(NamedTuple):
    """A file that differs between two trees; all zeros stands for "not there".

    `status` is `A` added, `M` modified, `D` deleted or `T` turned into another kind.
    """

    status: str
    old_mode: str
    new_mode: str
    old: str
    new: str
    path: bytes


class Commit(NamedTuple):
    """A commit of `introduced`; `subject` is the first line of its message."""

    oid: str
    parents: tuple[str, ...]
    subject: str


class Branch(NamedTuple):
    """A branch's full name, its newest commit with that one's tree, and when it was committed.

    `time` is in seconds since 1970.
    """

    ref: str
    tip: str
    tree: str
    time: int


def is_zero(oid: str) -> bool:
    """Whether an object id stands for "no such ref": zeros, of any width."""
    return bool(oid) and not oid.strip("0")


def empty_tree(like: str) -> str:
    """Return the id of the tree without files, in the object format of the id `like`."""
    return _EMPTY_SHA1 if len(like) == len(_EMPTY_SHA1) else _EMPTY_SHA256


_EMPTY_SHA1 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_EMPTY_SHA256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
