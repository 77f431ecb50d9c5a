"""What `.gitattributes` says of a changelog's files, as far as it decides what they hold.

Git merges by it and writes files by it, so it can change a changelog that
nobody touched. Read from the commit that is judged, never from a working tree.
Source: gitattributes(5); a macro other than `binary` is not followed.
"""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from branchline.git.objects import Repository
from branchline.model.changelog import Driver
from branchline.model.finding import Place

NAME = ".gitattributes"


class Attribute(NamedTuple):
    """One attribute as a line gives it: `value` is `true` and `false` for set and unset."""

    value: str
    place: Place


class Attributes:
    """The attributes of files at one commit; each `.gitattributes` is read once."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self._repository = repository
        self._commit = commit
        self._lines: dict[str, list[_Line]] = {}

    def of(self, path: str) -> dict[str, Attribute]:
        """Return what is said of a file, by attribute: the nearest file and the last line win."""
        found: dict[str, Attribute] = {}
        for folder in folders(path):
            parts = path.removeprefix(f"{folder}/" if folder else "").split("/")
            for line in self._read(folder):
                if line.matches(parts):
                    found.update(line.attributes)
        return found

    def _read(self, folder: str) -> "list[_Line]":
        if folder not in self._lines:
            path = f"{folder}/{NAME}" if folder else NAME
            blob = self._repository.at(self._commit, path)
            data = self._repository.read(blob, _LIMIT).data if blob else None
            text = (data or b"").decode("utf-8", "surrogateescape")
            self._lines[folder] = list(_lines(text, path))
        return self._lines[folder]


def folders(path: str) -> list[str]:
    """Return the folders that a path is in, from the root (`""`) on."""
    parts = path.split("/")[:-1]
    return ["", *("/".join(parts[:count]) for count in range(1, len(parts) + 1))]


def drivers(paths: Iterable[str], new: Attributes, old: Attributes | None) -> tuple[Driver, ...]:
    """Return the merge drivers of `paths`, once for each line that names one."""
    found: dict[Place, Driver] = {}
    for path in paths:
        said = new.of(path).get("merge")
        if said is None or said.value in _ASKS_PEOPLE or said.place in found:
            continue
        before = old.of(path).get("merge") if old else None
        known = before is not None and before.value == said.value
        found[said.place] = Driver(said.value, path, said.place, introduced=not known)
    return tuple(found.values())


def loose(paths: Iterable[str], attributes: Attributes) -> str:
    """Return the first of `paths` whose line ends each clone chooses; empty without one."""
    for path in paths:
        found = {name: said.value for name, said in attributes.of(path).items()}
        pinned = found.get("eol") in {"lf", "crlf"} or found.get("text") == "false"
        if not pinned:
            return path
    return ""


_LIMIT = 1 << 20
_PATTERN = 1024
_ASKS_PEOPLE = frozenset({"true", "false", "text", "binary", "unspecified"})


class _Line(NamedTuple):
    pattern: Sequence[str]
    attributes: dict[str, Attribute]

    def matches(self, parts: Sequence[str]) -> bool:
        """Whether a path below this line's folder is meant; no pattern costs more than a product.

        A set of places in the path: `**` in a pattern could else be tried in
        exponentially many ways.
        """
        places = {0}
        for part in self.pattern:
            if part == "**":
                places = set(range(min(places), len(parts) + 1))
            else:
                places = {
                    at + 1 for at in places if at < len(parts) and fnmatchcase(parts[at], part)
                }
            if not places:
                return False
        return len(parts) in places


def _lines(text: str, path: str) -> Iterator[_Line]:
    for number, line in enumerate(text.splitlines(), 1):
        pattern, *words = line.split() or [""]
        if not pattern or pattern[0] in "#![" or len(pattern) > _PATTERN:
            continue
        place = Place(path, number)
        said = dict(each for word in words for each in _said(word, place))
        if said:
            yield _Line(_parts(pattern.strip('"')), said)


def _parts(pattern: str) -> list[str]:
    """Cut a pattern; one without a slash is meant at any depth."""
    if "/" not in pattern:
        return ["**", pattern]
    return pattern.removeprefix("/").split("/")


def _said(word: str, place: Place) -> Iterator[tuple[str, Attribute]]:
    name, equals, value = word.partition("=")
    if name == "binary" and not equals:
        yield from ((each, Attribute("false", place)) for each in ("diff", "merge", "text"))
    elif equals:
        yield name, Attribute(value, place)
    elif name[:1] in "-!":
        value = "false" if name[0] == "-" else "unspecified"
        yield name[1:], Attribute(value, place)
    else:
        yield name, Attribute("true", place)
