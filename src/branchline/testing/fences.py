"""Changelogs and pushes in a few words, for the examples in a rule's page.

Both kinds of fence go through the same comparison as a real push: an example
that passes here says what the gate will do.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from branchline.gather.promotions import Sides, promotion
from branchline.model.ancestry import Ancestry, EvilMerge, StrayCommit
from branchline.model.changelog import (
    ChangelogDiff,
    ChangeSet,
    Driver,
    Edit,
    Entry,
    Oddity,
    Order,
    Outline,
    Rename,
    Reversal,
    Rival,
    Rivalry,
    Stray,
    Withdrawal,
)
from branchline.model.environments import Environment
from branchline.model.finding import Place
from branchline.model.refs import BreakGlass, Promotion, RefUpdate
from branchline.model.value import replace


class ChangelogExample(NamedTuple):
    """A diff, and the changes or files that a rule should find something in."""

    diff: ChangelogDiff
    expected: frozenset[str]


class PushExample(NamedTuple):
    """The ref updates of one push, each with whether a rule should find something in it."""

    updates: tuple[tuple[RefUpdate, bool], ...]


def changelog_diff(text: str) -> ChangelogExample:
    """Read a `changelog` fence: a line per change, `NAME STATE`.

    The states are `applied`, `added`, `placed` (added, and held by another
    environment), `changed`, `edited` (`edited comments`), `undo edited` (or `removed`: its
    way back alone), `removed`, `withdrawn` (removed, to be rolled back, unless
    words after it say why not), `renamed from NAME`, `relined` (another
    id, made of what stands before), and
    `stray DETAIL` for a file that is no change, `above` for what only an
    environment above holds, `rival id` (or `order`, `object`) for what another
    branch brings, `driver NAME` and `loose` for what `.gitattributes`
    says. Words after `added` say why it
    cannot be read, `on NAME NAME` after any state what it builds on (`on nothing`), and
    `for NAME NAME` what it replaces. `-- finding` ends a line that a rule should find.

    Raises:
        ValueError: a line says something else.
    """
    lines = [_ChangeLine.read(line) for line in text.splitlines() if line.strip()]
    by_state: dict[str, list[_ChangeLine]] = {}
    for line in lines:
        by_state.setdefault(line.state, []).append(line)
    old = ("applied", "removed", "withdrawn", "edited", "changed", "undo")
    renamed = tuple(
        Rename(_entry(line.detail.removeprefix("from ")), _entry(line.name))
        for line in by_state.get("renamed", ())
    )
    applied = [_of(line) for line in lines if line.state in old]
    known = {entry.change for entry in applied}
    applied += [rename.before for rename in renamed if rename.before.change not in known]
    diff = ChangelogDiff(
        applied=Outline(tuple(sorted(applied, key=lambda entry: entry.order))),
        added=tuple(
            ChangeSet(_of(line), flaw="" if _BUILT.match(line.detail) else line.detail)
            for line in lines
            if line.state in {"added", "placed"}
        ),
        changed=tuple(ChangeSet(_of(line)) for line in by_state.get("changed", ())),
        edited=tuple(
            Edit(
                ChangeSet(_entry(line.name)),
                ChangeSet(_entry(f"{line.name}*")),
                same_sql=line.detail == "comments",
            )
            for line in by_state.get("edited", ())
        ),
        undone=tuple(map(_undone, by_state.get("undo", ()))),
        removed=tuple(
            _of(line) for state in ("removed", "withdrawn") for line in by_state.get(state, ())
        ),
        withdrawn=tuple(
            Withdrawal(_of(line), line.detail) for line in by_state.get("withdrawn", ())
        ),
        renamed=renamed,
        relined=tuple(
            Rename(_entry(line.name), _entry(line.name)) for line in by_state.get("relined", ())
        ),
        strays=tuple(_stray(line) for line in by_state.get("stray", ())),
        placed=frozenset(line.name for line in by_state.get("placed", ())),
        above=tuple(("prod", _entry(line.name)) for line in by_state.get("above", ())),
        drivers=tuple(
            Driver(line.detail, "0001_init.sql", Place(line.name))
            for line in by_state.get("driver", ())
        ),
        rivals=tuple(_rivals(lines)),
        loose=next((line.name for line in by_state.get("loose", ())), ""),
    )
    return ChangelogExample(diff, frozenset(line.name for line in lines if line.expected))


def push(text: str) -> PushExample:
    """Read a `push` fence: what branches hold, in pipeline order, then what is pushed.

    `NAME: CHANGES` is a branch as it is (`NAME: none`: there is no such
    branch). `push NAME: CHANGES`, `create NAME: CHANGES` and `delete NAME` are
    what one push asks for. A star after a change is another text of it. In
    parentheses stands what no list of changes says: `rewound`, `tag`,
    `unrelated`, `merges CHANGES`, `weakens` and what, `break-glass` and why it
    may not count; and of the commits, which then count as well: `commits
    SUBJECT` that are no merges (`of NAME` says where an environment has them,
    `proposed` that the source will), `evil adds CHANGE` (`edits`, `drops`),
    `foxtrot`.

    Raises:
        ValueError: a line says something else.
    """
    lines = [_PushLine.read(line) for line in text.splitlines() if line.strip()]
    chain = list(dict.fromkeys(line.name for line in lines))
    pairs = zip(("", *chain), chain, strict=False)
    environments = {name: Environment(name, name, source) for source, name in pairs}
    held = {line.name: line.outline for line in lines if not line.verb}
    absent = {line.name for line in lines if not line.verb and line.changes == ("none",)}
    pushed = {line.name: line.outline for line in lines if line.verb}
    branches = _Branches(environments, {k: v for k, v in held.items() if k not in absent}, pushed)
    return PushExample(
        tuple((_update(line, branches), line.expected) for line in lines if line.verb)
    )


class _Branches(NamedTuple):
    environments: dict[str, Environment]
    held: dict[str, Outline]
    pushed: dict[str, Outline]

    def chain(self, name: str) -> list[str]:
        return list(self.environments)[: list(self.environments).index(name)]

    def above(self, name: str) -> list[str]:
        return list(self.environments)[list(self.environments).index(name) + 1 :]


def _undone(line: "_ChangeLine") -> Edit:
    gone = Reversal.NONE if line.detail == "removed" else Reversal.PRESENT
    before = ChangeSet(_entry(line.name), reversal=Reversal.PRESENT)
    return Edit(before, ChangeSet(_entry(line.name), reversal=gone))


_FINDING = re.compile(r"\s*-- finding\s*$")
_CHANGE = re.compile(r"(?P<name>\S+)\s+(?P<state>[a-z]+)(?:\s+(?P<detail>.+))?")
_STATES = {
    "applied", "added", "placed", "changed", "edited", "removed", "renamed", "relined", "stray",
    "above", "driver", "loose", "rival", "undo", "withdrawn",
}  # fmt: skip
_PUSH = re.compile(
    r"(?:(?P<verb>push|create|delete)\s+)?(?P<name>[\w/.-]+):?(?P<changes>[^(]*)"
    r"(?:\((?P<note>[^)]*)\))?"
)


class _ChangeLine(NamedTuple):
    name: str
    state: str
    detail: str
    expected: bool

    @classmethod
    def read(cls, line: str) -> "_ChangeLine":
        bare = _FINDING.sub("", line).strip()
        found = _CHANGE.fullmatch(bare)
        if found is None or found["state"] not in _STATES:
            raise ValueError(f"not a line of a changelog fence: {line!r}")
        return cls(found["name"], found["state"], found["detail"] or "", bare != line.strip())


class _PushLine(NamedTuple):
    verb: str
    name: str
    changes: tuple[str, ...]
    note: str
    expected: bool

    @classmethod
    def read(cls, line: str) -> "_PushLine":
        bare = _FINDING.sub("", line).strip()
        found = _PUSH.fullmatch(bare)
        if found is None:
            raise ValueError(f"not a line of a push fence: {line!r}")
        changes = tuple(found["changes"].split())
        note = found["note"] or ""
        return cls(found["verb"] or "", found["name"], changes, note, bare != line.strip())

    @property
    def outline(self) -> Outline:
        return _outline(name for name in self.changes if name != "none")


def _update(line: _PushLine, branches: _Branches) -> RefUpdate:
    environment = branches.environments[line.name]
    source = branches.environments.get(environment.source)
    missing = source is not None and not {source.name} & {*branches.held, *branches.pushed}
    created = line.verb == "create"
    return RefUpdate(
        f"refs/heads/{line.name}",
        "" if created else "0" * 39 + "1",
        "" if line.verb == "delete" else "0" * 39 + "2",
        environment,
        source,
        kind="tag" if line.note == "tag" else "commit",
        forward=None if line.verb != "push" else line.note != "rewound",
        roots=("0" * 39 + "3",) if line.note == "unrelated" else (),
        promotions=(_promotion(line, branches),) if line.verb != "delete" else (),
        source_missing=missing,
        break_glass=_break_glass(line.note),
        weakened=_weakened(line.note),
        way=(*map(branches.environments.__getitem__, branches.chain(line.name)), environment),
        mode="strict" if (ancestry := _ancestry(line.note)) else "content",
        ancestry=ancestry,
    )


def _promotion(line: _PushLine, branches: _Branches) -> Promotion:
    source = branches.environments.get(branches.environments[line.name].source)
    nothing = Outline()
    below = branches.chain(line.name)
    sides = Sides(
        old=nothing if line.verb == "create" else branches.held.get(line.name, nothing),
        new=line.outline,
        source=source,
        at_source=branches.held.get(source.name, nothing) if source else nothing,
        proposed=branches.pushed.get(source.name, nothing) if source else nothing,
        uppers=tuple(
            (n, branches.held[n]) for n in branches.above(line.name) if n in branches.held
        ),
        lowers=tuple((n, branches.held[n]) for n in reversed(below[:-1]) if n in branches.held),
        bases=tuple(_merged(line.note)),
    )
    return promotion(
        "app", sides, lambda one, other: (one.path, one.oid) == (other.path, other.oid)
    )


def _merged(note: str) -> Iterator[Outline]:
    word, _, changes = note.partition(" ")
    if word == "merges":
        yield _outline(changes.split())


def _ancestry(note: str) -> Ancestry | None:
    word, _, rest = note.partition(" ")
    oid = "0" * 39 + "4"
    if word == "commits":
        subject, _, place = rest.partition(" of ")
        proposed = place == "proposed"
        return Ancestry((StrayCommit(oid, subject, "" if proposed else place, proposed),))
    if word == "evil":
        deed, _, change = rest.partition(" ")
        deeds = {"adds": "added", "edits": "edited", "drops": "dropped"}
        return Ancestry(evil=(EvilMerge(oid, "merge", **{deeds[deed]: (f"{change}.sql",)}),))
    return Ancestry(foxtrot=oid) if word == "foxtrot" else None


def _break_glass(note: str) -> BreakGlass | None:
    word, _, flaw = note.partition(" ")
    return BreakGlass("INC-1", "why", "ada", flaw) if word == "break-glass" else None


def _weakened(note: str) -> tuple[str, ...]:
    word, _, what = note.partition(" ")
    return (what,) if word == "weakens" else ()


def _outline(names: Iterable[str]) -> Outline:
    return Outline(tuple(sorted(map(_entry, names), key=lambda entry: entry.order)))


def _entry(name: str) -> Entry:
    change = name.rstrip("*")
    digits = re.match(r"\d+", change)
    version = int(digits[0]) if digits else 0
    id_ = str(version) if digits else change
    return Entry(change, id_, f"{change}.sql", Order(0, (version,), change), oid=name)


def _rivals(lines: Iterable[_ChangeLine]) -> Iterator[Rival]:
    """Pair what another branch brings with the change that is added."""
    mine = [_entry(line.name) for line in lines if line.state == "added"]
    for line in lines:
        if line.state == "rival":
            yield Rival("feature", _entry(line.name), mine[0], Rivalry(line.detail))


_BUILT = re.compile(r"(?:on|for) ")


def _of(line: _ChangeLine) -> Entry:
    """An entry that is known by its name where it says what it builds on."""
    entry = _entry(line.name)
    word, _, rest = line.detail.partition(" ")
    names = tuple(name for name in rest.split() if name != "nothing")
    if word == "on":
        return replace(entry, id=entry.change, parents=names, follows=names)
    if word == "for":
        return replace(entry, id=entry.change, follows=(), replaces=names)
    return entry


def _stray(line: _ChangeLine) -> Stray:
    linked = "link" in line.detail or "submodule" in line.detail
    stale = Oddity.STALE if "out of date" in line.detail else Oddity.UNMATCHED
    what = Oddity.IRREGULAR if linked else stale
    return Stray(Place(line.name), what, line.detail)
