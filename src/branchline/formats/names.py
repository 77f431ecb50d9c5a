"""The files of a changelog's folder, before any format looks at their names.

What is not a plain file with a plain name is set aside here, for every format:
a link may point anywhere, and a name that does not show cannot be reviewed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from branchline.errors import UsageError
from branchline.model.changelog import Oddity, Stray
from branchline.model.finding import Place
from branchline.model.regex import regex
from branchline.model.tree import FileKind, Tree, TreeFile


class Found(NamedTuple):
    """A regular file: where it is below the changelog's folder (`""` or `sub/`), and its name."""

    file: TreeFile
    folder: str
    name: str


def survey(tree: Tree, path: str) -> tuple[list[Found], list[Stray]]:
    """List the files below `path` (or that one file), and those that can be no changeset."""
    files: list[Found] = []
    strays: list[Stray] = []
    for found in walk(tree, path):
        detail = _oddity(found)
        if detail is None:
            files.append(found)
        elif _LOOKS_LIKE_SQL.search(found.name) or found.file.kind is FileKind.SUBMODULE:
            strays.append(Stray(Place(found.file.path), *detail))
    return files, strays


def walk(tree: Tree, path: str) -> Iterator[Found]:
    """Yield every entry below `path`, of whatever kind, but what hides behind a dot."""
    start = len(path) + 1 if path else 0
    for file in tree.files(path):
        below = file.path[start:] or file.path.rpartition("/")[2]
        folder, slash, name = below.rpartition("/")
        if name[:1] != "." and not (folder and _HIDDEN.search(folder)):
            yield Found(file, folder + slash, name)


def stray(found: Found, what: Oddity, detail: str) -> Stray:
    """Set a file aside."""
    return Stray(Place(found.file.path), what, detail)


def joined(*parts: str) -> str:
    """Join the parts of a path that are not empty."""
    return "/".join(part.strip("/") for part in parts if part)


def slug(title: str) -> str:
    """Write a title as part of a file name: `Orders: add status` as `Orders_add_status`.

    Raises:
        UsageError: it has no letter and no digit.
    """
    words = _NOT_WORD.sub("_", unicodedata.normalize("NFKC", title)).strip("_")
    if not words:
        raise UsageError(f"{title!r} names nothing", "give a title of a few words")
    return words[:_SLUG].strip("_")


def in_order(strays: Iterable[Stray]) -> tuple[Stray, ...]:
    """Sort by path."""
    return tuple(sorted(strays, key=lambda stray: stray.place.path))


_LOOKS_LIKE_SQL = regex(r"\.sql$|^[^.]*$|\.[^A-Za-z.][^.]*$", re.IGNORECASE)
"""Named as SQL, or named as a folder may be: a link to a folder hides what is in it."""
_HIDDEN = regex(r"(?:^|/)\.")
_NOT_WORD = regex(r"[\W_]+")
_SLUG = 60
_NAME = 255  # bytes: no file system takes a longer name


def _oddity(found: Found) -> tuple[Oddity, str] | None:
    if found.file.kind is not FileKind.REGULAR:
        return Oddity.IRREGULAR, f"is a {found.file.kind}"
    if (found.folder + found.name).isprintable():
        if len(found.name) * 4 > _NAME and len(found.name.encode()) > _NAME:
            return Oddity.NAME, f"has a name of more than {_NAME} bytes"
        return None
    if _LONE.search(found.folder + found.name):
        return Oddity.NAME, "has a name that is not UTF-8"
    return Oddity.NAME, "has a name with characters that do not show"


_LONE = regex("[\ud800-\udfff]")
