"""What a folder of formatted SQL comes to: entries that were read, in Liquibase's order.

Without a changelog that names others every file is one, as `includeAll` takes
them. What is wrong with a file is one more entry: its changesets stay what they are.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from branchline.errors import ConfigError, RepositoryError
from branchline.formats.content import content
from branchline.formats.liquibase.checksums import formatted_v9
from branchline.formats.liquibase.expressions import version_of
from branchline.formats.liquibase.formatted import Written, formatted, is_formatted, raw
from branchline.formats.liquibase.masters import OTHER, Held, Reader
from branchline.formats.liquibase.memory import Memory
from branchline.formats.liquibase.paths import normalized, order
from branchline.formats.liquibase.properties import Properties
from branchline.formats.liquibase.traps import context_traps
from branchline.formats.marks import marks
from branchline.formats.names import Found, in_order, stray, survey
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
from branchline.model.settings import Changelog
from branchline.model.tree import Tree
from branchline.model.value import value

MOST = 256 * 1024 * 1024
"""Bytes of one changelog that are held at once, about."""


@value
class Listed(Entry):
    """An entry with what stands in its file."""

    written: Written = Written("")


def outline(tree: Tree, spec: Changelog) -> Outline:
    """Read the changesets below `spec.path`, or in that one file.

    Raises:
        ConfigError: it holds several changelogs that name others.
        RepositoryError: a file is gone, or there is more than anyone holds at once.
    """
    files, strays = survey(tree, spec.path)
    named = dict(spec.options).get("master", "")
    masters = [each for each in files if OTHER.search(each.name) and _is_master(tree, each, spec)]
    masters = [each for each in masters if each.file.path == named] if named else masters
    if named and not masters:
        flaw = Written("", flaw="is not there, or is no changelog")
        return Outline((_entry(Held(flaw, named, named), (0,), ""),))
    first = next((each.file.oid for each in files if each.name.endswith(".sql")), "")
    memory = Memory((spec.path, named, spec.engine.dialect, first))
    if masters:
        by_path = {each.file.path: each for each in files}
        held, used = _of_master(tree, by_path, masters, spec, memory)
        entries = [_entry(one, (at,), _digest(one.written)) for at, one in enumerate(held)]
        if not any(one.written.flaw for one in held):
            strays += _unused(files, used)
    else:
        listed = _listed(tree, files, spec, memory)
        entries = sorted(listed, key=lambda entry: entry.order)
    memory.save()
    return Outline(tuple(entries), in_order(strays))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Return a changeset that the outline has read."""
    if not isinstance(entry, Listed):
        same = (each for each in outline(tree, spec) if each.id == entry.id)
        entry = next(same, Listed(entry.change, entry.id, entry.path, entry.order))
    written: Written = getattr(entry, "written", Written(""))
    flaw = written.flaw or _unknown_mark(written, spec)
    return ChangeSet(entry, flaw=flaw) if flaw else _changeset(entry, written, spec)


_ENTRY = 2048  # what an entry takes itself, about, and for the time it takes
_TRIED = 5


def _unused(files: list[Found], used: set[str]) -> list[Stray]:
    return [
        stray(found, Oddity.UNMATCHED, "is included by no changelog")
        for found in files
        if found.file.path not in used and found.name.lower().endswith(".sql")
    ]


def _is_master(tree: Tree, found: Found, spec: Changelog) -> bool:
    text = tree.read(found.file) or b""
    return found.file.path == spec.path or b"databaseChangeLog" in text


def _of_master(
    tree: Tree, files: dict[str, Found], masters: list[Found], spec: Changelog, memory: Memory
) -> tuple[list[Held], set[str]]:
    """Read the one changelog that names all others."""
    paths = {found.file.path for found in masters}
    likely = sorted(paths, key=lambda path: (path.count("/"), "master" not in path, path))
    for path in likely[:_TRIED]:
        version = version_of(dict(spec.options).get("liquibase", ""))
        reader = Reader(tree, files, spec.engine.dialect, memory, version)
        held = [*_within(reader.read(path), spec)]
        if paths <= reader.used or any(one.written.flaw for one in held):
            return held, reader.used
    raise ConfigError(
        f"{spec.path or 'the repository'} holds {len(paths)} changelogs that no other includes",
        "let each changelog's path name a folder with one of them",
    )


def _within(found: Iterable[Held], spec: Changelog) -> Iterator[Held]:
    """Yield what is found, up to a bound."""
    left = MOST
    for one in found:
        left -= _ENTRY + len(one.written.sql) + len(one.written.script)
        if left < 0:
            raise RepositoryError(
                f"the changelog {spec.name!r} holds more than {MOST >> 20} MiB",
                "load data by other means than changesets",
            )
        yield one


def _listed(tree: Tree, files: list[Found], spec: Changelog, memory: Memory) -> Iterator[Listed]:
    wanted = (
        found
        for found in files
        if found.name.lower().endswith(".sql") or found.file.path == spec.path
    )
    known = Properties(spec.engine.dialect)
    held = (one for found in wanted for one in _held(tree, found, spec, known, memory))
    path, place = "", 0
    for one in _within(held, spec):
        path, place = one.path, place + 1 if one.path == path else 0
        yield _entry(one, order(path, place), one.oid)


def _held(
    tree: Tree, found: Found, spec: Changelog, known: Properties, memory: Memory
) -> Iterator[Held]:
    path, oid = found.file.path, found.file.oid
    several = memory.get(oid)
    if several is None:
        text, flaw = content(tree, path, oid)
        if not flaw and is_formatted(text):
            several = tuple(formatted(text, spec.engine.dialect, known))
        else:
            several = (Written("", flaw=flaw) if flaw else raw(text),)
        memory.put(oid, text, several)
    for written in several:
        yield Held(written, path, written.logical or path, oid)


def _digest(written: Written) -> str:
    """Return what stands for a blob id: more than its file decides what a changeset is."""
    return sha256(repr(written).encode("utf-8", "surrogatepass")).hexdigest()


def _entry(held: Held, place: tuple[int, ...], oid: str) -> Listed:
    written, name = held.written, held.name if held.exact else normalized(held.name)
    id_ = f"{name}::{written.id}::{written.author}" if written.id else name
    return Listed(
        id_,
        id_,
        held.path,
        Order(0, place, id_),
        oid=oid,
        line=max(written.line, 1),
        author=written.author,
        written=written,
    )


def _unknown_mark(written: Written, spec: Changelog) -> str:
    for mark in marks(written.script, spec.engine.dialect):
        if mark.own and mark.key != "irreversible":
            return f"says 'branchline: {mark.key}', which Liquibase does not know"
    return ""


def _changeset(entry: Entry, written: Written, spec: Changelog) -> ChangeSet:
    said = dict(written.attributes)
    lost = [m for m in marks(written.script, spec.engine.dialect) if m.key == "irreversible"]
    reversal = Reversal.NONE if written.undo is None else Reversal.PRESENT
    path, line = written.undo_source or entry.path, written.undo_line or written.line + 1
    undo = None if written.undo is None else Script(written.undo, path, line)
    if reversal is Reversal.NONE and said.get("rollback"):  # another changeset's, or derived
        reversal = Reversal.AUTOMATIC
    version = dict(spec.options).get("liquibase", "")
    contexts = context_traps(said.get("context", ""), entry.line, version_of(version))
    return ChangeSet(
        entry,
        written.sum or formatted_v9(written.sql),
        Script(
            written.script, written.source or entry.path, written.script_line or written.line + 1
        ),
        undo,
        Reversal.IRREVERSIBLE if lost else reversal,
        lost[0].value if lost else "",
        said.get("runInTransaction", "true") == "true",
        said.get("context", ""),
        ",".join(word for part in said.get("labels", "").split(",") if (word := part.strip())),
        said.get("dbms", ""),
        (*written.attributes, *((("liquibase", version),) if version else ())),
        traps=(*written.traps, *contexts),
    )
