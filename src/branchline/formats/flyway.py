"""Flyway's files: `V1.2__orders.sql`, `R__views.sql`, `U1.2__orders.sql`, `B3__all.sql`.

Flyway ignores a file whose name does not match and says nothing; here it is a
stray. What counts as one version, one checksum and one order is Flyway's own.
Source: flyway/flyway, `ResourceNameParser` and `MigrationVersion`.
"""

import re
from datetime import datetime
from typing import NamedTuple

from branchline.formats import asides, checksums, versions
from branchline.formats.content import content
from branchline.formats.flyway_modes import transactional
from branchline.formats.flyway_settings import FlywaySettings, options
from branchline.formats.format import Format
from branchline.formats.names import Found, in_order, joined, slug, stray, survey
from branchline.formats.pairs import Signed, dealt
from branchline.formats.sections import is_empty
from branchline.model.changelog import (
    LACKING,
    ChangeSet,
    Entry,
    Kind,
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
    r"(?:(?P<prefix>[VUB])(?P<version>[0-9]++(?:[._][0-9]++)*+)|(?P<again>R))"
    r"(?:__(?P<description>.*))?\.(?i:sql)"
)
"""A migration's name, cut at the first `__`."""


def outline(tree: Tree, spec: Changelog) -> Outline:
    """List the changesets below `spec.path`: versions first, then repeatables."""
    files, strays = survey(tree, spec.path)
    settings = FlywaySettings.of(spec.options) if spec.options else _USUAL
    sorted_files = _Files([], [], [], [], settings, settings.pattern() if spec.options else NAME)
    for found in files:
        _sort_out(found, sorted_files, strays)
    undo = _undos(sorted_files, strays)
    confs = _configurations(sorted_files, strays)
    entries = [_entry(each, undo, confs) for each in sorted_files.runs]
    entries.sort(key=lambda entry: (entry.order, entry.path))
    scripts = (_callback(found, confs) for found in sorted_files.callbacks)
    return Outline(tuple(entries), in_order(strays), tuple(scripts))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read one changeset, its undo and its script configuration."""
    text, flaw = content(tree, entry.path, entry.oid)
    if flaw:
        return ChangeSet(entry, flaw=flaw)
    settings = FlywaySettings.of(spec.options) if spec.options else _USUAL
    changeset = ChangeSet(
        entry,
        # A repeatable runs again when what it is expanded with changes.
        checksums.flyway(settings.expanded(text) if entry.kind is Kind.REPEATABLE else text),
        Script(text, entry.path),
        transaction=settings.transaction,
        attributes=settings.used(text),
        undo_path=_undo_path(entry, settings),
    )
    for path, oid in entry.companions:
        more, flaw = content(tree, path, oid)
        if flaw:
            return ChangeSet(entry, flaw=f"belongs to {path}, which {flaw}")
        if not path.endswith(_CONFIGURATION):
            if not is_empty(more):
                changeset = replace(
                    changeset,
                    rollback=Script(more, path),
                    reversal=Reversal.PRESENT,
                    attributes=tuple(sorted({*changeset.attributes, *settings.used(more)})),
                )
        else:
            changeset = _configured(changeset, path, more)
    if "encoding" not in dict(changeset.attributes):
        changeset = _encoded(changeset, settings.encoding, "Flyway's settings say")
    changeset = transactional(changeset, settings, spec.engine.dialect)
    changeset = _with_placeholders(changeset, settings)
    return asides.honoured(changeset, text, spec.engine.dialect, "Flyway")


def new_file(title: str, outline: Outline, spec: Changelog, now: datetime) -> tuple[str, str]:
    """Name and begin a versioned migration after the newest."""
    newest = outline.newest()
    folder, version = spec.path, "1"
    settings = FlywaySettings.of(spec.options)
    if newest:
        folder, _, name = newest.path.rpartition("/")
        match = settings.pattern().fullmatch(name)
        written = match["version"].replace("_", ".") if match else "0"
        version = versions.following(written, now.strftime("%Y%m%d%H%M%S"))
    line = " ".join(title.split())
    name = f"{settings.versioned}{version}{settings.separator}{slug(title)}{settings.suffixes[0]}"
    return joined(folder, name), f"-- {line}\n\n"


FLYWAY = Format("flyway", outline, read, new_file, options=options)

_USUAL = FlywaySettings()

_CONFIGURATION = ".conf"
_CALLBACK = regex(
    r"(?:createSchema|(?:before|after)(?:Each)?(?:Migrate|Undo|Repeatables|Versioned|Validate"
    r"|Baseline|Repair|Clean|Info|Connect|CreateSchema)(?:Statement)?"
    r"(?:Applied|Error|OperationFinish)?)(?:__.*)?\.(?i:sql)"
)
_NEAR = regex(r"(?i:[VUB][0-9][\w.]*?__|R__).*")
_SETTING = regex(r"^[ \t]*+(?:flyway\.)?([A-Za-z]++)[ \t]*+[=:][ \t]*+([^\r\n]*+)", re.MULTILINE)
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


class _Named(NamedTuple):
    """A file and what its name says."""

    found: Found
    kind: str
    version: versions.Version
    description: str


class _Files(NamedTuple):
    """The files of a changelog, by what they are for."""

    runs: list[_Named]
    undos: list[_Named]
    configurations: list[Found]
    callbacks: list[Found]
    settings: FlywaySettings
    pattern: "re.Pattern[str]"


_Companion = tuple[str, str]


def _sort_out(found: Found, files: _Files, strays: list[Stray]) -> None:
    settings = files.settings
    match = files.pattern.fullmatch(found.name)
    if match:
        written = (match["version"] or "0").replace("_", ".")
        version = versions.parse(written) or ()
        described = (match["description"] or "").replace("_", " ")
        named = _Named(found, settings.kind(match["prefix"]), version, described)
        (files.undos if named.kind == "U" else files.runs).append(named)
    elif found.name.lower().endswith(tuple(f"{each}.conf".lower() for each in settings.suffixes)):
        files.configurations.append(found)
    elif _CALLBACK.fullmatch(found.name):
        files.callbacks.append(found)
    elif found.name.lower().endswith((".sql", *settings.suffixes)) or _NEAR.fullmatch(found.name):
        why = _why(found.name)
        if settings.strict_names:
            why = f"{why}; {settings.path} has validateMigrationNaming, so Flyway stops at it"
        strays.append(stray(found, Oddity.UNMATCHED, why))


def _why(name: str) -> str:
    if not name.lower().endswith(".sql"):
        return "does not end in .sql, and Flyway would not run it"
    if re.match(r"[vurb][0-9_]", name):
        return f"starts with {name[0]!r}, and Flyway knows {name[0].upper()!r} only"
    if re.match(r"[VUB][0-9]", name) and "__" not in name:
        return "has one underscore after its version, and Flyway wants two"
    return "has a name that Flyway ignores; it wants V1.2__words.sql or R__words.sql"


def _undos(files: _Files, strays: list[Stray]) -> dict[str, _Companion]:
    """Map the paths of versioned migrations to their undo."""
    runs = [_signed(named) for named in files.runs if named.kind == "V"]
    found, left = dealt(runs, map(_signed, files.undos))
    there = {signed.version for signed, _ in runs}
    for signed, named in left:
        version = versions.canonical(named.version)
        detail = f"undoes version {version}, which is not there"
        if signed.version in there:
            detail = f"is a second undo of version {version}"
        strays.append(stray(named.found, Oddity.ORPHAN, detail))
    return {runs[at][1].found.file.path: _companion(named.found) for at, named in found.items()}


def _signed(named: _Named) -> tuple[Signed, _Named]:
    return Signed(named.version, named.description), named


def _configurations(files: _Files, strays: list[Stray]) -> dict[str, _Companion]:
    scripts = {named.found.file.path for named in (*files.runs, *files.undos)}
    scripts |= {found.file.path for found in files.callbacks}
    found = {each.file.path.removesuffix(_CONFIGURATION): each for each in files.configurations}
    detail = "configures a script that is not there"
    strays += [stray(found[path], Oddity.ORPHAN, detail) for path in found.keys() - scripts]
    return {path: _companion(each) for path, each in found.items() if path in scripts}


def _companion(found: Found) -> _Companion:
    return found.file.path, found.file.oid


def _entry(named: _Named, undos: dict[str, _Companion], confs: dict[str, _Companion]) -> Entry:
    file, version = named.found.file, versions.canonical(named.version)
    kind, id_, order = {
        "V": (Kind.VERSIONED, version, Order(0, named.version)),
        "B": (Kind.BASELINE, f"B:{version}", Order(0, named.version)),
        "R": (Kind.REPEATABLE, f"R:{named.description}", Order(1, (), named.description)),
    }[named.kind]
    own = [confs[file.path]] if file.path in confs else []
    if file.path in undos:
        own.append(undos[file.path])
    stem = named.found.name.rpartition(".")[0]
    return Entry(stem, id_, file.path, order, kind, file.oid, companions=tuple(own))


def _callback(found: Found, confs: dict[str, _Companion]) -> Entry:
    """List what runs at every `flyway migrate`: it is no change, and has no way back."""
    file, stem = found.file, found.name.rpartition(".")[0]
    own = (confs[file.path],) if file.path in confs else ()
    order = Order(2, (), found.name)
    id_ = f"callback:{file.path}"
    return Entry(stem, id_, file.path, order, Kind.REPEATABLE, file.oid, companions=own)


def _undo_path(entry: Entry, settings: FlywaySettings) -> str:
    if entry.kind is not Kind.VERSIONED:
        return ""
    folder, _, name = entry.path.rpartition("/")
    return joined(folder, settings.undo + name.removeprefix(settings.versioned))


def _configured(changeset: ChangeSet, path: str, text: str) -> ChangeSet:
    settings = dict(_SETTING.findall(text))
    if "executeInTransaction" in settings:
        alone = settings["executeInTransaction"].strip().lower() == "false"
        changeset = replace(changeset, transaction=not alone)
    said = (*changeset.attributes, *sorted(settings.items()))
    changeset = replace(changeset, attributes=said)
    return _encoded(changeset, settings.get("encoding", "utf-8").strip(), f"{path} says")


def _with_placeholders(changeset: ChangeSet, settings: FlywaySettings) -> ChangeSet:
    """Say what Flyway would stop at, and what it alone can fill in."""
    if dict(changeset.attributes).get("placeholderReplacement", "").strip().lower() == "false":
        return changeset
    scripts = (changeset.script, changeset.rollback)
    texts = [script.text for script in scripts if script is not None]
    names = dict.fromkeys(name for text in texts for name in settings.lacking(text))
    if any(map(settings.fills_in, texts)):
        changeset = replace(changeset, runner="flyway")
    if not names:
        return changeset
    place = (("settings", settings.path),) if settings.path else ()
    lacking = ((f"{LACKING}{name}", "") for name in names)
    return replace(changeset, attributes=(*changeset.attributes, *place, *lacking))


def _encoded(changeset: ChangeSet, encoding: str, who: str) -> ChangeSet:
    if encoding.lower() in _UTF8:
        return changeset
    flaw = f"is written in {encoding}, as {who}, and only UTF-8 is read"
    return ChangeSet(changeset.entry, flaw=flaw)
