"""Read the files of any tool of the table as that tool reads them."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from branchline.errors import UsageError
from branchline.formats import asides, versions
from branchline.formats.checksums import normalized
from branchline.formats.content import Content, content, decoded
from branchline.formats.format import Format
from branchline.formats.names import Found, in_order, joined, slug, stray, survey
from branchline.formats.pairs import Signed, dealt
from branchline.formats.sections import is_empty
from branchline.formats.versioned.tool import Tool
from branchline.model.changelog import (
    ChangeSet,
    Code,
    Entry,
    Kind,
    Oddity,
    Order,
    Outline,
    Reversal,
    Script,
    Stray,
)
from branchline.model.finding import Place
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.tree import Tree, TreeFile
from branchline.model.value import replace


def format_of(tool: Tool) -> Format:
    """Make a format of a row of the table."""
    return Format(
        tool.name,
        partial(outline, tool),
        partial(read, tool),
        partial(new_file, tool),
        whole=tool.stale is not None,
        moves=not tool.own or bool(tool.folder),
        derived=tool.derived,
        twin=_down_of if tool.paired else None,
    )


def outline(tool: Tool, tree: Tree, spec: Changelog) -> Outline:
    """List the changesets below `spec.path`, in the order in which the tool runs them."""
    files, strays = survey(tree, spec.path)
    named: list[_Named] = []
    for found in files:
        match = _match(tool, found, spec)
        if match:
            named.append(_Named(found, match))
        elif why := _why_not(tool, found):
            strays.append(stray(found, Oddity.UNMATCHED, why))
    entries = sorted(_entries(tool, named, strays), key=lambda entry: (entry.order, entry.path))
    if tool.stale:
        noting = _Noting(tree)
        strays += tool.stale(noting, tuple(entries), spec)
        if tool.is_base:
            maybe = noting.bases
            entries = [_with_kind(tool, tree, e) if e.path in maybe else e for e in entries]
    return Outline(tuple(entries), in_order(strays))


def read(tool: Tool, tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read one changeset, and its way back where that is a file of its own."""
    text, flaw = _content(tool, tree, entry)
    if flaw:
        return ChangeSet(entry, flaw=flaw)
    if tool.code and entry.path.endswith(tool.code):
        code = Code(f"a migration that is a program: {entry.path}", Place(entry.path))
        return ChangeSet(entry, normalized(text), code=(code,), runner=tool.name)
    parts = tool.parts(text, spec.engine.dialect)
    if parts.flaw:
        return ChangeSet(entry, flaw=parts.flaw)
    changeset = ChangeSet(
        entry,
        tool.checksum(text) if tool.checksum else normalized(parts.counted),
        Script(parts.up, entry.path),
        transaction=parts.transaction,
        attributes=parts.attributes,
        runner=tool.name if parts.only else "",
    )
    if tool.forward:
        changeset = replace(changeset, reversal=Reversal.IRREVERSIBLE, reason=tool.forward)
    elif parts.down is not None and not is_empty(parts.down):
        down = Script(parts.down, entry.path, backwards=parts.backwards)
        changeset = replace(changeset, rollback=down, reversal=Reversal.PRESENT)
    if entry.companions:
        changeset = _with_down(tree, changeset)
    undo = _down_of(entry.path) if tool.paired else entry.path
    changeset = replace(changeset, undo_path=undo)
    return asides.honoured(changeset, text, spec.engine.dialect, tool.name)


def new_file(
    tool: Tool, title: str, outline: Outline, spec: Changelog, now: datetime
) -> tuple[str, str]:
    """Name and begin a migration after the newest, numbered as that one is."""
    text = tool.body.format(title=" ".join(title.split()))
    words = slug(title)
    if tool.folder:  # what is to be committed is written elsewhere first
        return joined(spec.path.removesuffix(tool.folder.strip("/")), tool.own[0]), text
    clock = now.strftime("%Y%m%d%H%M%S")
    newest, number = outline.newest(), tool.first or clock
    if newest:
        match = tool.pattern.fullmatch(newest.path.rpartition("/")[2])
        before = match["version"] if match else number
        number = following(tool, before, clock)
        if not number:
            raise UsageError(
                f"no number runs after {before}: {tool.name} orders names letter by letter",
                f"give the new file a name that sorts after {newest.path.rpartition('/')[2]}",
            )
    way = ".up" if tool.paired else ""
    return joined(spec.path, f"{number}_{words}{way}.sql"), text


def following(tool: Tool, number: str, clock: str) -> str:
    """Return a version that runs after `number`, written as it is.

    Empty where there is none: letter by letter, nothing made of digits follows `9_`.
    """
    last = _LAST.search(number)
    if last is None:
        return clock if is_later(tool, clock, number) else ""
    start = number[: last.start()]
    candidates = (start + versions.following(last[0], clock), clock)
    return next((each for each in candidates if is_later(tool, each, number)), "")


def is_later(tool: Tool, one: str, other: str) -> bool:
    """Whether a file of one version runs after that of another."""
    if tool.lexical:
        return f"{one}_" > f"{other}_"
    return int(one) > int(other)


_LAST = regex(r"[0-9]+$")


class _Noting:
    """A tree that remembers which files may be where a fresh database begins: read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.bases: set[str] = set()
        self.files = tree.files

    def read(self, file: TreeFile) -> bytes | None:
        data = self._tree.read(file)
        if data and b"checkpoint" in data:
            self.bases.add(file.path)
        return data


class _Named(NamedTuple):
    """A file and what its name says."""

    found: Found
    match: re.Match[str]

    @property
    def is_down(self) -> bool:
        return self.match.groupdict().get("way") == "down"


def _match(tool: Tool, found: Found, spec: Changelog) -> re.Match[str] | None:
    inside = bool(tool.folder) and spec.path.endswith(tool.folder.strip("/"))
    if found.folder != ("" if inside else tool.folder):
        return None
    match = tool.pattern.fullmatch(found.name)
    if match and not tool.lexical and not tool.least <= int(match["version"]) <= tool.limit:
        return None
    return match


def _why_not(tool: Tool, found: Found) -> str:
    """Say why a file is none of the tool's; nothing for what nobody would take for one."""
    below = found.folder + found.name
    if not found.name.lower().endswith(".sql") or below.startswith(tool.own):
        return ""
    if found.folder != tool.folder:
        where = f"below {tool.folder}" if tool.folder else "in folders below its own"
        only = "only" if tool.folder else "nothing"
        return f"is not where {tool.name} looks: it reads {only} {where}"
    return f"has a name that {tool.name} does not read; it wants {tool.example}"


def _entries(tool: Tool, named: Iterable[_Named], strays: list[Stray]) -> list[Entry]:
    ups: list[tuple[Signed, _Named]] = []
    downs: list[tuple[Signed, _Named]] = []
    for each in named:
        id_ = _id(tool, each.match)
        title = each.match["stem"][len(each.match["version"]) :]
        (downs if each.is_down else ups).append((Signed(id_, title), each))
    ways, left = dealt(ups, downs)
    there = {signed.version for signed, _ in ups}
    for signed, each in left:
        known = signed.version in there
        what = "is a second way back" if known else "goes back"
        end = "" if known else ", and no file goes there"
        strays.append(
            stray(each.found, Oddity.ORPHAN, f"{what} from version {signed.version}{end}")
        )
    return [_entry(tool, each, ways.get(place)) for place, (_, each) in enumerate(ups)]


def _entry(tool: Tool, named: _Named, down: _Named | None) -> Entry:
    file, match = named.found.file, named.match
    id_ = _id(tool, match)
    version = order_of(match["version"], named.found.name) if tool.lexical else (int(id_),)
    companions = ((down.found.file.path, down.found.file.oid),) if down else ()
    order = Order(0, version, named.found.name)
    return Entry(match["stem"], id_, file.path, order, oid=file.oid, companions=companions)


def order_of(version: str, name: str) -> tuple[int, ...]:
    """Return what compares as file names do, letter by letter, for two that differ in version.

    A letter past the version decides where one version is the beginning of the other.
    """
    return tuple(name[: len(version) + 1].encode("utf-8", "surrogateescape"))


def _id(tool: Tool, match: re.Match[str]) -> str:
    return match["version"] if tool.lexical else str(int(match["version"]))


def _content(tool: Tool, tree: Tree, entry: Entry) -> Content:
    """Read a file; a byte order mark is not there to everybody, and is text to most tools."""
    data = tree.read(TreeFile(entry.path, oid=entry.oid)) or b""
    if data.startswith(BOM_UTF8) and not tool.marked:
        return Content(flaw=f"starts with a byte order mark, which {tool.name} takes for SQL")
    return decoded(data) if data else content(tree, entry.path, entry.oid)


def _with_kind(tool: Tool, tree: Tree, entry: Entry) -> Entry:
    text, flaw = content(tree, entry.path, entry.oid)
    is_base = not flaw and tool.is_base is not None and tool.is_base(text)
    return replace(entry, kind=Kind.BASELINE) if is_base else entry


def _down_of(path: str) -> str:
    return path.removesuffix(".up.sql") + ".down.sql"


def _with_down(tree: Tree, changeset: ChangeSet) -> ChangeSet:
    [(path, oid)] = changeset.entry.companions
    text, flaw = content(tree, path, oid)
    if flaw:
        return ChangeSet(changeset.entry, flaw=f"has a way back, {path}, that {flaw}")
    if is_empty(text):
        return changeset
    return replace(changeset, rollback=Script(text, path), reversal=Reversal.PRESENT)
