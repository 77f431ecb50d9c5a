"""File names of changesets: the number in one, and one that runs right after it.

A following changeset takes the next number where that is free, else a part of
a number: `0042.1` runs between `0042` and `0043`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from branchline.errors import UsageError
from branchline.fixes.edits import Rename
from branchline.formats import flyway, plain, versions
from branchline.formats.detect import VERSIONED
from branchline.formats.names import joined, slug
from branchline.model.changelog import Entry, Kind
from branchline.model.value import value

if TYPE_CHECKING:
    from branchline.formats.versioned.tool import Tool

_NAMES = {"plain": plain.NAME, "flyway": flyway.NAME}
FORMATS = frozenset(_NAMES)
"""The formats whose files fixes know how to write."""
NUMBERED = FORMATS | frozenset(VERSIONED)
"""The formats whose files fixes know how to rename."""
_NO_CLOCK = "0" * 14
_WAY = re.compile(r"(?:\.(?:up|down|rollback|undo))?\.sql(?:\.conf)?$", re.IGNORECASE)


@value
class Numbered:
    """A file of a changeset: its name, cut around its number, such as `V`, `42`, `__orders`."""

    folder: str
    before: str
    number: str
    after: str

    @property
    def title(self) -> str:
        """What the name says behind the number."""
        return _WAY.sub("", self.after.lstrip("_-"))

    @property
    def path(self) -> str:
        """The whole path."""
        return joined(self.folder, f"{self.before}{self.number}{self.after}")

    def called(self, number: str, title: str) -> str:
        """Return the path of a file with another number and title, and the same manner."""
        gap = re.match(r"[_-]*", self.after)
        way = _WAY.search(self.after)
        try:
            words = slug(title)
        except UsageError:  # a name of signs alone
            words = "more"
        separator = (gap.group() if gap else "") or "_"
        return joined(
            self.folder, f"{self.before}{number}{separator}{words}{way[0] if way else '.sql'}"
        )

    def numbered(self, number: str) -> str:
        """Return the path with another number."""
        return joined(self.folder, f"{self.before}{number}{self.after}")


def numbered(format_: str, path: str) -> Numbered | None:
    """Cut a path at its number; None for a name that has none."""
    folder, _, name = path.rpartition("/")
    pattern = _NAMES.get(format_) or (_tool(format_).pattern if format_ in VERSIONED else None)
    match = pattern.fullmatch(name.removesuffix(".conf")) if pattern else None
    if match is None or not match["version"]:
        return None
    start, end = match.span("version")
    return Numbered(folder, name[:start], name[start:end], name[end:])


def version(number: str) -> versions.Version:
    """Return a number as formats compare it."""
    return versions.parse(number.replace("_", ".")) or ()


def following(number: str, count: int, taken: Iterable[versions.Version]) -> Iterator[str]:
    """Yield so many numbers that run right after `number`, before any other that is taken."""
    mine = version(number)
    above = min((other for other in taken if other > mine), default=None)
    for _ in range(count):
        number = _after(number, above)
        yield number


def whole_following(format_: str, number: str, count: int, taken: Iterable[str]) -> tuple[str, ...]:
    """Return so many whole numbers that run right after `number`; fewer where others are there."""
    others = [other for other in taken if _is_later(format_, other, number)]
    found: list[str] = []
    for step in range(1, count + 1):
        new = str(int(number) + step).zfill(len(number))
        last = found[-1] if found else number
        free = _is_later(format_, new, last) and new not in others
        if not free or not all(_is_later(format_, other, new) for other in others):
            break
        found.append(new)
    return tuple(found)


def renumbered(
    format_: str, entries: Iterable[Entry], newest: Entry, clock: str
) -> Iterator[Rename]:
    """Yield what gives `entries`, in order, numbers after `newest`, those that need one.

    `clock` is now as 14 digits, for numbers that are times.
    """
    last = numbered(format_, newest.path)
    number = last.number if last else ""
    for entry in entries:
        own = numbered(format_, entry.path)
        if own is None or entry.kind is not Kind.VERSIONED or not number:
            continue
        if _is_later(format_, own.number, number):
            number = own.number
            continue
        number = _next(format_, number, clock)
        if not number:
            return
        for path in (entry.path, *(path for path, _ in entry.companions)):
            file = numbered(format_, path)
            if file is not None:
                yield Rename(path, file.numbered(number))


def _tool(format_: str) -> "Tool":
    from branchline.formats.versioned.table import TOOLS

    return TOOLS[format_]


def _is_later(format_: str, one: str, other: str) -> bool:
    """Whether a number comes after another, as the tool compares them."""
    if format_ in VERSIONED:
        from branchline.formats.versioned.reader import is_later

        return is_later(_tool(format_), one, other)
    return version(one) > version(other)


def _next(format_: str, number: str, clock: str) -> str:
    if format_ not in VERSIONED:
        return versions.following(number, clock)
    from branchline.formats.versioned.reader import following

    return following(_tool(format_), number, clock)


def _after(number: str, above: versions.Version | None) -> str:
    candidate = versions.following(number, _NO_CLOCK)
    if above is None or version(candidate) < above:
        return candidate
    zeros = ""
    while not version(f"{number}{zeros}.1") < above:
        zeros += ".0"
    return f"{number}{zeros}.1".replace("_", ".")
