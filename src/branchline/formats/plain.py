"""Numbered SQL files, for those who use no other tool: `0042_orders.sql`.

The number alone is the identity: two files with one number are duplicates, in
whatever folders they are. A way back stands below `-- rollback` in the file, or
in a file beside it (`0042_orders.down.sql`).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from branchline.formats import versions
from branchline.formats.checksums import normalized
from branchline.formats.content import content
from branchline.formats.foreign import sign_in_text
from branchline.formats.format import Format
from branchline.formats.names import Found, in_order, joined, slug, stray, survey
from branchline.formats.sections import Sections, is_empty, sections
from branchline.model.changelog import (
    ChangeSet,
    Entry,
    Oddity,
    Order,
    Outline,
    Reversal,
    Script,
    Stray,
)
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.tree import Tree
from branchline.model.value import replace

NAME = regex(
    r"(?P<stem>(?:[vV](?![0-9]++(?:[._][0-9]++)*+__))?(?P<version>[0-9]{8}_[0-9]{4,6}(?![0-9])"
    r"|[0-9]++(?:(?:\.[0-9]++)++(?:_[0-9]++(?=[_.-]))?)?)(?:[_-].*?)?)"
    r"(?P<way>\.(?:up|down|rollback|undo))?\.sql"
)
"""A file's name: `0001.sql`, `1.2.3_x.sql`, `20260101120000-x.up.sql`, `0001_x.down.sql`.

A number after a dotted version or a time after a date is its last part:
`1.2.3_01_x.sql`, `20260101_1200_x.sql`. `1_2_x.sql` is version 1. A `v` may stand
before it, as Bytebase has it (`v1.2_x.sql`); with two underscores it is Flyway's.
"""


def outline(tree: Tree, spec: Changelog) -> Outline:
    """List the changesets below `spec.path`, by version."""
    files, strays = survey(tree, spec.path)
    ups: list[tuple[Found, re.Match[str]]] = []
    downs: list[tuple[Found, re.Match[str]]] = []
    for found in files:
        match = NAME.fullmatch(found.name)
        if match:
            (ups if match["way"] in _UP else downs).append((found, match))
        elif found.name[-4:].lower() == ".sql":
            strays.append(stray(found, Oddity.UNMATCHED, _UNMATCHED))
    twins = _twins(downs, {found.folder + match["stem"] for found, match in ups}, strays)
    entries = sorted(_entries(ups, twins), key=lambda entry: (entry.order, entry.path))
    return Outline(tuple(entries), in_order(strays))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read one changeset, and its twin if it has one."""
    text, flaw = content(tree, entry.path, entry.oid)
    tool = "" if flaw else sign_in_text(text)
    if flaw or tool:
        return ChangeSet(entry, flaw=flaw or f"is written for {tool}, which reads it otherwise")
    parts = sections(text, spec.engine.dialect)
    if parts.flaw:
        return ChangeSet(entry, flaw=parts.flaw)
    changeset = _changeset(entry, parts)
    return _with_twin(tree, changeset, spec.engine.dialect) if entry.companions else changeset


def new_file(title: str, outline: Outline, spec: Changelog, now: datetime) -> tuple[str, str]:
    """Name and begin a changeset after the newest, numbered as that one is."""
    newest = outline.newest()
    folder, version, letter = spec.path, _FIRST, ""
    if newest:
        folder, _, name = newest.path.rpartition("/")
        match = NAME.fullmatch(name)
        clock = now.strftime("%Y%m%d%H%M%S")
        letter = name[: match.start("version")] if match else ""
        version = versions.following(match["version"] if match else _FIRST, clock)
    line = " ".join(title.split())
    path = joined(folder, f"{letter}{version}_{slug(title)}.sql")
    return path, f"-- {line}\n\n\n-- rollback\n\n"


PLAIN = Format("plain", outline, read, new_file)

_UP = frozenset({None, ".up"})
_FIRST = "0001"
_UNMATCHED = "has a name that does not start with a version, such as 0042_orders.sql"

_Twins = dict[str, tuple[str, str]]


def _twins(
    downs: Iterable[tuple[Found, re.Match[str]]], stems: set[str], strays: list[Stray]
) -> _Twins:
    """Map the stems of changesets to path and blob of their way back."""
    twins: _Twins = {}
    for found, match in downs:
        stem = found.folder + match["stem"]
        if stem not in stems:
            strays.append(stray(found, Oddity.ORPHAN, f"is the way back of no {match['stem']}.sql"))
        elif stem in twins:
            strays.append(stray(found, Oddity.ORPHAN, f"is a second way back, to {twins[stem][0]}"))
        else:
            twins[stem] = (found.file.path, found.file.oid)
    return twins


def _entries(ups: Iterable[tuple[Found, re.Match[str]]], twins: _Twins) -> Iterator[Entry]:
    for found, match in ups:
        change = found.folder + match["stem"]
        version = versions.parse(match["version"].replace("_", ".")) or ()
        companions = (twins[change],) if change in twins else ()
        yield Entry(
            change,
            versions.canonical(version),
            found.file.path,
            Order(0, version, change),
            oid=found.file.oid,
            companions=companions,
        )


def _changeset(entry: Entry, parts: Sections) -> ChangeSet:
    rollback = None
    if parts.down is not None and parts.reversal is not Reversal.NONE:
        rollback = Script(parts.down, entry.path, parts.down_line)
    return ChangeSet(
        entry,
        normalized(parts.counted),
        Script(parts.up, entry.path),
        rollback,
        parts.reversal,
        parts.reason,
        parts.transaction,
        parts.contexts,
        parts.labels,
        parts.dbms,
    )


def _with_twin(tree: Tree, changeset: ChangeSet, dialect: str) -> ChangeSet:
    [(path, oid)] = changeset.entry.companions
    text, flaw = content(tree, path, oid)
    if flaw:
        return ChangeSet(changeset.entry, flaw=f"has a way back, {path}, that {flaw}")
    if changeset.rollback is not None:
        return ChangeSet(changeset.entry, flaw=f"has two ways back, in itself and in {path}")
    parts = sections(text, dialect)
    if Reversal.IRREVERSIBLE in {changeset.reversal, parts.reversal}:
        reason = changeset.reason or parts.reason
        return replace(changeset, reversal=Reversal.IRREVERSIBLE, reason=reason)
    if is_empty(text):
        return changeset
    return replace(changeset, rollback=Script(text, path), reversal=Reversal.PRESENT)
