"""`sqitch.plan`, read as Sqitch reads it, with the ids that Sqitch gives.

An id is made of the change and of the id before it, so any edit of a line gives
another id to every change below it; a database that ran one of those then stops
Sqitch's next deploy. What Sqitch would refuse stands in `flaw` of the change it
is about: the others are still told.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from branchline.formats.sqitch import identity
from branchline.formats.sqitch.words import (
    BLANKS,
    Dependency,
    Line,
    SyntaxFlawError,
    is_name,
    noted,
    planned,
)
from branchline.model.regex import regex
from branchline.model.value import replace, value


@value
class Tag:
    """A tag: `id` is Sqitch's."""

    name: str
    line: int
    id: str


@value
class Change:
    """One change of a plan.

    `rework_tags` are those that a later change of the same name could take
    this one's files away by, in the order in which Sqitch looks for them;
    `nth` counts the changes of one name, from 1. `flaw` reads after the name.
    """

    name: str
    line: int
    id: str = ""
    nth: int = 1
    planner: str = ""
    date: str = ""
    dependencies: tuple[Dependency, ...] = ()
    note: str = ""
    tags: tuple[Tag, ...] = ()
    rework_tags: tuple[str, ...] = ()
    flaw: str = ""


class Broken(NamedTuple):
    """A line that is neither: its number, its text, and what is wrong, after `has at line 7`."""

    line: int
    text: str
    flaw: str


@value
class Plan:
    """A plan: its changes in order; `broken` lines make Sqitch refuse all of it."""

    project: str = ""
    uri: str = ""
    changes: tuple[Change, ...] = ()
    broken: tuple[Broken, ...] = ()


@lru_cache(4)
def parse(text: str) -> Plan:
    """Read a plan's text; most of the commits that are compared hold the same one."""
    lines = text.split("\n")
    ends = [line.removesuffix("\r") for line in lines[:-1]]
    numbered = list(enumerate([*ends, *lines[-1:]], 1))
    if numbered and not numbered[-1][1]:
        numbered.pop()
    header = _Header()
    body = header.read(numbered)
    reader = _Body(header)
    for number, line in numbered[body:]:
        reader.take(number, line)
    return reader.plan()


_PRAGMA = regex(
    rf"[{BLANKS}]*%[{BLANKS}]*(?P<name>[^{BLANKS}=]++)(?:[{BLANKS}]*=[{BLANKS}]*(?P<value>.+))?"
)
_NOT_SEPARATED = "no pragma; a blank line must stand between pragmas and changes"


class _Header:
    def __init__(self) -> None:
        self.pragmas: dict[str, str] = {}
        self.broken: list[Broken] = []

    def read(self, numbered: list[tuple[int, str]]) -> int:
        """Read pragmas; return where they end."""
        for at, (number, line) in enumerate(numbered):
            text, note = noted(line)
            if _is_blank(line):
                if not note:
                    return self._checked(number, at + 1)
                continue
            found = _PRAGMA.fullmatch(text)
            if not found:
                self.broken.append(Broken(number, line, _NOT_SEPARATED))
                return at
            self.pragmas[found["name"]] = found["value"] or "1"
        return self._checked(max(len(numbered), 1), len(numbered))

    def _checked(self, number: int, end: int) -> int:
        project = self.pragmas.get("project", "")
        if not project:
            self.broken.append(Broken(number, "", "no %project above it"))
        elif not is_name(project):
            self.broken.append(Broken(number, project, f"the invalid project name {project!r}"))
        return end


class _Body:
    def __init__(self, header: _Header) -> None:
        self._project = header.pragmas.get("project", "")
        self._uri = header.pragmas.get("uri", "")
        self._broken = header.broken
        self._changes: list[Change] = []
        self._tags: dict[int, list[Tag]] = {}  # by the place of their change
        self._order: list[tuple[int, str]] = []  # of all tags: place and name
        self._settled = 0  # so many changes stand above the newest tag
        self._first: dict[str, int] = {}
        self._newest: dict[str, int] = {}
        self._tagged: dict[str, int] = {}
        self._count: dict[str, int] = {}
        self._lines: dict[str, int] = {}  # of tags, and of changes above the newest tag
        self._section: dict[str, int] = {}  # lines of the changes below it

    def take(self, number: int, line: str) -> None:
        if _is_blank(line):
            return
        text, note = noted(line)
        try:
            read = planned(text, note)
            (self._tag if read.kind else self._change)(number, read)
        except SyntaxFlawError as error:
            self._broken.append(Broken(number, line, str(error)))

    def plan(self) -> Plan:
        self._settle()
        changes = (
            replace(change, tags=tuple(self._tags.get(at, ())))
            for at, change in enumerate(self._changes)
        )
        return Plan(self._project, self._uri, tuple(changes), tuple(sorted(self._broken)))

    def _tag(self, number: int, line: Line) -> None:
        key = f"@{line.name}"
        if "/" in line.name:
            raise SyntaxFlawError(f"the tag {key}, and '/' is not for tags")
        if not self._changes:
            raise SyntaxFlawError(f"the tag {key} before any change")
        if key in self._lines:
            raise SyntaxFlawError(f"the tag {key} again, after line {self._lines[key]}")
        if line.dependencies:
            raise SyntaxFlawError(f"the tag {key} with dependencies, which only changes have")
        self._settle()
        at = len(self._changes) - 1
        id_ = identity.tag_id(self._project, self._uri, line, self._changes[at].id)
        self._tags.setdefault(at, []).append(Tag(line.name, number, id_))
        self._order.append((at, line.name))
        self._tagged[line.name] = at
        self._lines |= {**self._section, key: number}
        self._section = {}

    def _change(self, number: int, line: Line) -> None:
        flaw = ""
        if line.name in self._section:
            at = self._section[line.name]
            flaw = f"is planned twice without a tag between, at lines {at} and {number}"
        elif line.operator == "-":
            flaw = f"is to be reverted, by the '-' at line {number} of the plan"
        elif line.name in self._newest:
            self._rework(self._newest[line.name])
        self._section.setdefault(line.name, number)
        self._count[line.name] = nth = self._count.get(line.name, 0) + 1
        parent = self._changes[-1].id if self._changes else ""
        self._first.setdefault(line.name, len(self._changes))
        self._newest[line.name] = len(self._changes)
        self._changes.append(
            Change(
                line.name,
                number,
                identity.change_id(self._project, self._uri, line, parent),
                nth,
                line.planner,
                line.date,
                line.dependencies,
                line.note,
                flaw=flaw,
            )
        )

    def _rework(self, at: int) -> None:
        """Sqitch looks from the newest tag back to the change, whose own tags come in order."""
        later: dict[int, list[str]] = {}
        for place, name in self._order[: -_SUFFIXES - 1 : -1]:
            if place < at:
                break
            later.setdefault(place, []).insert(0, name)
        found = [name for names in later.values() for name in names]
        before = self._changes[at]
        self._changes[at] = replace(before, rework_tags=(*before.rework_tags, *found))

    def _settle(self) -> None:
        """Look at what the changes since the newest tag need and must not meet."""
        new = self._changes[self._settled :]
        places = {change.name: place for place, change in enumerate(new)}
        for place, change in enumerate(new):
            at = self._settled + place
            flaw = self._unmet(change, place, places) or change.flaw
            if flaw := flaw or self._conflict(change, at):
                self._changes[at] = replace(self._changes[at], flaw=flaw)
        self._settled = len(self._changes)

    def _unmet(self, change: Change, place: int, places: dict[str, int]) -> str:
        for need in self._own(change.dependencies):
            if need.conflict or need.by_id or self._is_met(need, place, places):
                continue
            if need.key == change.name:
                return "requires itself"
            if places.get(need.key, -1) > place:
                below = places[need.key] - place
                changes = "change" if below == 1 else "changes"
                return f"requires {need.key}, which is planned {below} {changes} after it"
            return f"requires {need.key}, which the plan does not hold before it"
        return ""

    def _is_met(self, need: Dependency, place: int, places: dict[str, int]) -> bool:
        if need.tag and need.change:
            tag, change = self._lines.get(f"@{need.tag}"), self._lines.get(need.change)
            return bool(tag and change and change < tag)
        return need.key in self._lines or places.get(need.key, place) < place

    def _conflict(self, change: Change, at: int) -> str:
        for other in self._own(change.dependencies):
            if other.conflict and not other.by_id and self._held(other, at):
                return f"conflicts with {other.key}, which runs before it"
        return ""

    def _held(self, other: Dependency, at: int) -> bool:
        """Whether a change, or a tag and what stands above it, runs before the place `at`."""
        first = self._first.get(other.change, at) if other.change else 0
        end = self._tagged.get(other.tag, -1) + 1 if other.tag else at
        return first < min(end, at)

    def _own(self, dependencies: Iterable[Dependency]) -> list[Dependency]:
        return [each for each in dependencies if each.project in {"", self._project}]


_SUFFIXES = 100  # tags among which the files of a reworked change are looked for


def _is_blank(line: str) -> bool:
    """Whether Sqitch passes over a line: a lone `#` is none such, a `#` with a word is."""
    text = line.lstrip(BLANKS)
    return not text or (text[0] == "#" and len(text) > 1)
