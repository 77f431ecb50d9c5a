"""Changelogs that name others: `include`, `includeAll` and changesets of their own.

Nothing is read but the files of the changelog's own folder: a file outside could
change without the gate seeing it. The second time a file is named is an error,
for Liquibase as well: its changesets would have one identity twice.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from branchline.formats.content import content
from branchline.formats.liquibase.blocks import Texts, changeset
from branchline.formats.liquibase.expressions import Version
from branchline.formats.liquibase.formatted import Written, formatted, is_formatted, raw
from branchline.formats.liquibase.memory import Memory
from branchline.formats.liquibase.nodes import MalformedError, Node, parsed
from branchline.formats.liquibase.paths import normalized, order
from branchline.formats.liquibase.properties import Properties, TooLongError, pairs
from branchline.formats.names import Found
from branchline.model.regex import regex
from branchline.model.tree import Tree
from branchline.model.value import replace, value

OTHER = regex(r"\.(?i:xml|ya?ml|json)$")


MOST = 64 * 1024 * 1024
"""Characters that changesets may take from files."""


@value
class Held:
    """A changeset, the file that it stands in, and the path that Liquibase knows that by.

    `exact` says that the path is none that Liquibase would make shorter.
    """

    written: Written
    path: str
    name: str
    oid: str = ""
    exact: bool = False


class _Above(NamedTuple):
    """What a file inherits: from whom it is named, and under which contexts and labels."""

    files: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    guarded: bool = False
    logical: str = ""
    modified: tuple[tuple[str, str], ...] = ()


class Reader:
    """One reading of a master and all that it names; `used` are the files it came by."""

    def __init__(
        self, tree: Tree, files: Mapping[str, Found], dialect: str, memory: Memory, version: Version
    ) -> None:
        self._tree = tree
        self._files = files
        self._dialect = dialect
        self._memory = memory
        self._version = version
        self._properties = Properties(dialect)
        self._left = MOST
        self.used: set[str] = set()

    def read(self, path: str) -> Iterator[Held]:
        """Yield the changesets of a master, in the order in which Liquibase runs them."""
        held = [*self._file(path, path, _Above())]
        held.sort(key=lambda one: _RUN_ORDER.get(dict(one.written.attributes).get("runOrder"), 0))
        yield from held

    def _file(self, path: str, name: str, above: _Above) -> Iterator[Held]:
        self.used.add(path)
        oid = self._files[path].file.oid
        known = self._memory.get(oid)
        if known is not None:
            for written in known:
                yield self._held(_inheriting(written, above), path, above.logical or name)
            return
        text, flaw = content(self._tree, path, oid)
        if not flaw and OTHER.search(path):
            try:
                yield from self._master(path, name, text, above)
            except MalformedError as error:
                flaw = str(error)
        elif not flaw:
            own = formatted(text, self._dialect, self._properties)
            several = tuple(own) if is_formatted(text) else (raw(text),)
            self._memory.put(oid, text, several)
            for written in several:
                yield self._held(_inheriting(written, above), path, above.logical or name)
        if flaw:
            yield self._held(Written("", flaw=flaw), path, name)

    def _held(self, written: Written, path: str, name: str) -> Held:
        return Held(written, path, written.logical or name, self._files[path].file.oid)

    def _master(self, path: str, name: str, text: str, above: _Above) -> Iterator[Held]:
        top = parsed(text, xml=path.lower().endswith(".xml"))
        roots = top.named("databaseChangeLog")
        if len(roots) != 1:
            raise MalformedError("has no databaseChangeLog" if not roots else "has two changelogs")
        [root] = roots
        own = self._filled(root, "logicalFilePath")
        logical = own or above.logical or name
        above = _with(root, above, path)
        if own and self._version >= _INHERITED:
            above = above._replace(logical=own)
        local = self._properties.local()
        removed: list[tuple[str, str]] = []
        flawed = False
        for node in root.children:
            if flawed and node.name == "includeAll":
                continue  # each looks at every file
            try:
                if node.name == "changeSet":
                    texts = self._texts(path, name, local)
                    written = _inheriting(changeset(node, texts), above)
                    held = self._held(_without(written, removed), path, logical)
                    yield replace(held, exact=bool(written.logical))
                elif node.name == "property":
                    self._define(node, path, name, local)
                elif node.name == "removeChangeSetProperty":
                    removed.append((node.said("change"), f"at line {node.line}"))
                else:
                    yield from self._other(node, path, name, above)
            except MalformedError as error:
                # What comes after it is still there, and one sentence is enough.
                if not flawed:
                    flawed = True
                    yield self._held(Written("", line=node.line, flaw=str(error)), path, name)

    def _other(self, node: Node, path: str, name: str, above: _Above) -> Iterator[Held]:
        if node.name in {"include", "includeAll"}:
            yield from self._included(node, path, name, above)
        elif node.name == "modifyChangeSets":
            said = tuple((key, text) for key in _MODIFIED if (text := node.said(key)))
            below = above._replace(modified=(*above.modified, *said))
            for inner in node.named("include", "includeAll"):
                yield from self._included(inner, path, name, below)
        elif node.name not in _HARMLESS and node.children:
            raise MalformedError(f"says {node.name!r} at line {node.line}, which is not read")

    def _define(self, node: Node, path: str, name: str, local: Properties) -> None:
        """Take a property, or a file of them; `global: false` is for this changelog alone."""
        to = local if node.said("global").lower() == "false" else self._properties
        dbms = node.said("dbms")
        if not node.said("file"):
            to.put(node.said("name"), node.given("value"), dbms)
            return
        try:
            found, _ = self._resolved(node, self._filled(node, "file"), path, name)
        except MalformedError:
            if _is(node, "errorIfMissing", default=True):
                raise
            return
        self.used.add(found)
        for key, text in pairs(self._content(found, node)):
            to.put(key, text, dbms)

    def _filled(self, node: Node, name: str) -> str:
        try:
            return self._properties.fill(node.said(name))
        except TooLongError:
            raise MalformedError(f"has properties without end at line {node.line}") from None

    def _included(self, node: Node, path: str, name: str, above: _Above) -> Iterator[Held]:
        below = _with(node, above, "")
        if _is(node, "ignore"):
            # They are read, and never run.
            below = below._replace(modified=(*below.modified, ("ignore", "true")))
        if self._version >= _BY_INCLUDE and (logical := self._filled(node, "logicalFilePath")):
            below = below._replace(logical=logical)
        for found, as_name in self._targets(node, path, name):
            if len(below.files) > _DEEPEST:
                raise MalformedError(f"is more than {_DEEPEST} changelogs deep at line {node.line}")
            if found in above.files:
                raise MalformedError(f"includes {found} at line {node.line}, which includes it")
            if found in self.used:
                raise MalformedError(f"includes {found} at line {node.line}, a second time")
            yield from self._file(found, as_name, below)

    def _targets(self, node: Node, path: str, name: str) -> list[tuple[str, str]]:
        if node.name == "include":
            return self._target(node, path, name)
        odd = [each.name for each in node.children if each.name not in _INCLUDE_ALL]
        if odd:
            why = "a Java class, which is not read" if odd[0] in _CLASSES else "which is not read"
            raise MalformedError(f"says {odd[0]!r} at line {node.line}, {why}")
        wanted, ending = self._filled(node, "path"), node.said("endsWithFilter").lower()
        depths = range(_count(node, "minDepth", 0), _count(node, "maxDepth", _DEEPEST_FOLDER) + 1)
        for base, as_base in _bases(node, wanted, path, name):
            found = [
                (each, as_base + each[len(base) :])
                for each in self._files
                if each.startswith(f"{base}/")
                and (each.lower().endswith(".sql") or OTHER.search(each))
                and each.lower().endswith(ending)
                and each.count("/", len(base)) in depths
            ]
            if found:
                return sorted(found, key=lambda pair: order(pair[1], 0))
        if not _is(node, "errorIfMissingOrEmpty", default=True):
            return []
        raise MalformedError(f"includes all of {wanted!r} at line {node.line}: nothing is there")

    def _target(self, node: Node, path: str, name: str) -> list[tuple[str, str]]:
        wanted = self._filled(node, "file")
        try:
            found, as_name = self._resolved(node, wanted, path, name)
        except MalformedError:
            if _is(node, "errorIfMissing", default=True):
                raise
            return []
        if not (found.lower().endswith(".sql") or OTHER.search(found)):
            raise MalformedError(f"includes {wanted!r} at line {node.line}: no kind of changelog")
        return [(found, as_name)]

    def _resolved(self, node: Node, wanted: str, path: str, name: str) -> tuple[str, str]:
        """Return the file that is named, and the path that Liquibase knows it by."""
        for found, as_name in _bases(node, wanted, path, name):
            if found in self._files:
                return found, as_name
        raise MalformedError(
            f"names {wanted!r} at line {node.line}, which is not in the changelog's folder"
        )

    def _texts(self, path: str, name: str, properties: Properties) -> Texts:
        """Return where the changesets of one master take their SQL from."""

        def file(node: Node, key: str) -> tuple[str, str]:
            try:
                wanted = properties.fill(node.said(key))
            except TooLongError:
                raise MalformedError(f"has properties without end at line {node.line}") from None
            found, _ = self._resolved(node, wanted, path, name)
            self.used.add(found)
            return found, self._content(found, node)

        return Texts(file, properties, self._dialect)

    def _content(self, found: str, node: Node) -> str:
        """Return the text of a file that a changelog names, up to a bound of all of them."""
        if self._left < 0:
            raise MalformedError(f"takes more than {MOST >> 20} MiB of SQL from files")
        encoding = node.said("encoding")
        text, flaw = content(self._tree, found, self._files[found].file.oid, encoding)
        if flaw:
            raise MalformedError(f"takes SQL from {found} at line {node.line}, which {flaw}")
        self._left -= len(text)
        return text


_DEEPEST = 40
_HARMLESS = frozenset(
    {"logicalFilePath", "context", "contextFilter", "preConditions", "objectQuotingStrategy"}
    | {"xmlns", "xsi", "schemaLocation", "ext", "pro", "changelog-id"}
)
_INCLUDE_ALL = frozenset(
    {"path", "relativeToChangelogFile", "errorIfMissingOrEmpty", "context", "contextFilter"}
    | {"labels", "ignore", "minDepth", "maxDepth", "endsWithFilter", "logicalFilePath"}
)
_CLASSES = frozenset({"filter", "resourceFilter", "resourceComparator"})
_MODIFIED = ("runWith", "runWithSpoolFile", "stripComments", "endDelimiter")
_DEEPEST_FOLDER = 1000
_BY_INCLUDE, _INHERITED = (4, 30), (4, 31)
_RUN_ORDER: Mapping[str | None, int] = {"first": -1, "last": 1}


def _bases(node: Node, wanted: str, path: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the places a path may mean: beside the changelog, or below a folder above it."""
    if node.said("relativeToChangelogFile").lower() == "true":
        yield (
            normalized(f"{path.rpartition('/')[0]}/{wanted}"),
            normalized(f"{name.rpartition('/')[0]}/{wanted}"),
        )
        return
    as_name = normalized(wanted)
    folders = path.split("/")[:-1]
    for count in range(len(folders) + 1):
        yield normalized("/".join((*folders[:count], as_name))), as_name


def _with(node: Node, above: _Above, path: str) -> _Above:
    context, labels = node.said("contextFilter", "context"), node.said("labels")
    return _Above(
        (*above.files, path) if path else above.files,
        (*above.contexts, context) if context else above.contexts,
        (*above.labels, labels) if labels else above.labels,
        above.guarded or bool(node.named("preConditions")),
    )


def _inheriting(written: Written, above: _Above) -> Written:
    if not (above.contexts or above.labels or above.guarded or above.modified):
        return written
    said = dict(written.attributes)
    modified = tuple(pair for pair in above.modified if pair[0] not in said)
    contexts = [*above.contexts, *([said["context"]] if said.get("context") else [])]
    labels = [*above.labels, *([said["labels"]] if said.get("labels") else [])]
    if contexts:
        said["context"] = contexts[0] if len(contexts) == 1 else " and ".join(map(_alone, contexts))
    if labels:
        said["labels"] = ",".join(labels)
    kept = tuple(pair for pair in written.attributes if pair[0] not in {"context", "labels"})
    own = tuple((name, said[name]) for name in ("context", "labels") if name in said)
    guards = (("preconditions", "of the changelog"),) * above.guarded
    return replace(written, attributes=(*kept, *modified, *own, *guards))


def _without(written: Written, removed: list[tuple[str, str]]) -> Written:
    """Say of a change whose properties are taken away that only Liquibase writes it."""
    changes = {text for key, text in written.attributes if key == "change"}
    notes = tuple(
        ("unrendered", f"{change}, of which removeChangeSetProperty {where} takes something away")
        for change, where in removed
        if change in changes
    )
    return replace(written, attributes=(*written.attributes, *notes)) if notes else written


def _is(node: Node, name: str, *, default: bool = False) -> bool:
    said = node.said(name).lower()
    return said == "true" if said else default


def _count(node: Node, name: str, default: int) -> int:
    said = node.said(name)
    if said and not (said.isascii() and said.isdigit() and len(said) < len(str(10**9))):
        raise MalformedError(f"says {name} {said[:20]!r} at line {node.line}, which is no number")
    return int(said) if said else default


def _alone(context: str) -> str:
    either = " or ".join(part.strip() for part in context.split(","))
    return f"({either})" if " " in either else either
