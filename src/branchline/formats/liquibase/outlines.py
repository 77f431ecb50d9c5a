"""What a folder of formatted SQL comes to: entries that were read, in Liquibase's order.

Every file is its own changelog, as `includeAll` takes them. What is wrong with
a file is one more entry, so that its changesets stay what they are.
"""

from collections.abc import Iterator

from branchline.errors import ConfigError, RepositoryError
from branchline.formats.content import content, decoded
from branchline.formats.liquibase.checksums import formatted_v9
from branchline.formats.liquibase.formatted import Written, formatted, is_formatted, raw
from branchline.formats.liquibase.paths import normalized, order
from branchline.formats.marks import marks
from branchline.formats.names import Found, in_order, survey
from branchline.model.changelog import ChangeSet, Entry, Order, Outline, Reversal, Script
from branchline.model.regex import regex
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
        ConfigError: it holds a changelog that is not SQL.
        RepositoryError: a file is gone, or there is more than anyone holds at once.
    """
    files, strays = survey(tree, spec.path)
    entries: list[Entry] = []
    left = MOST
    for found in files:
        if _OTHER.search(found.name):
            _refuse_master(tree, found, spec)
        elif found.name.lower().endswith(".sql") or found.file.path == spec.path:
            for entry in _entries(tree, found, spec):
                left -= _ENTRY + len(entry.written.sql) + len(entry.written.script)
                if left < 0:
                    raise RepositoryError(
                        f"the changelog {spec.name!r} holds more than {MOST >> 20} MiB",
                        "load data by other means than changesets",
                    )
                entries.append(entry)
    entries.sort(key=lambda entry: entry.order)
    return Outline(tuple(entries), in_order(strays))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Return a changeset that the outline has read."""
    if not isinstance(entry, Listed):
        same = (each for each in outline(tree, spec) if each.id == entry.id)
        entry = next(same, Listed(entry.change, entry.id, entry.path, entry.order))
    written: Written = getattr(entry, "written", Written(""))
    flaw = written.flaw or _unknown_mark(written, spec)
    return ChangeSet(entry, flaw=flaw) if flaw else _changeset(entry, written, spec)


_OTHER = regex(r"\.(?i:xml|ya?ml|json)$")
_HEAD = 64 * 1024
_ENTRY = 2048  # what an entry takes itself, about, and for the time it takes


def _refuse_master(tree: Tree, found: Found, spec: Changelog) -> None:
    path = found.file.path
    head = decoded((tree.read(found.file) or b"")[:_HEAD])
    if path == spec.path or "databaseChangeLog" in head.text:
        kind = found.name.rpartition(".")[2].upper()
        raise ConfigError(
            f"{path} is a changelog in {kind}, and of Liquibase's only formatted SQL is read yet",
            "let the changelog's path name a folder of SQL files, or one of them",
        )


def _entries(tree: Tree, found: Found, spec: Changelog) -> Iterator[Listed]:
    path = found.file.path
    text, flaw = content(tree, path, found.file.oid)
    if not flaw and is_formatted(text):
        several = formatted(text, spec.engine.dialect)
    else:
        several = iter((Written("", flaw=flaw) if flaw else raw(text),))
    for position, written in enumerate(several):
        name = normalized(written.logical or path)
        id_ = f"{name}::{written.id}::{written.author}" if written.id else name
        place = Order(0, order(path, position), id_)
        yield Listed(
            id_,
            id_,
            path,
            place,
            oid=found.file.oid,
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
    undo = None if written.undo is None else Script(written.undo, entry.path, written.line + 1)
    return ChangeSet(
        entry,
        formatted_v9(written.sql),
        Script(written.script, entry.path, written.line + 1),
        undo,
        Reversal.IRREVERSIBLE if lost else reversal,
        lost[0].value if lost else "",
        said.get("runInTransaction", "true") == "true",
        said.get("context", ""),
        ",".join(word for part in said.get("labels", "").split(",") if (word := part.strip())),
        said.get("dbms", ""),
        written.attributes,
    )
