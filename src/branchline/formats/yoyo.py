"""yoyo: SQL or Python files of one folder, by name unless they say `depends`.

A file's name without its ending is the identity. The way back of `ID.sql`
stands in `ID.rollback.sql`; that of a Python step is its second argument.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from branchline.formats.checksums import normalized
from branchline.formats.content import content
from branchline.formats.format import Format
from branchline.formats.graph.canvas import Canvas
from branchline.formats.graph.headers import Header, headers
from branchline.formats.graph.nodes import Node, entries, stem, unique
from branchline.formats.graph.order import Before, smallest_first
from branchline.formats.graph.python import (
    Module,
    assigned,
    digest,
    dotted,
    literal,
    module,
    parsed,
    pieces,
    remarks,
)
from branchline.formats.names import Found, in_order, joined, slug, stray, survey
from branchline.formats.sections import is_empty
from branchline.model.changelog import (
    ChangeSet,
    Code,
    Entry,
    Oddity,
    Outline,
    Reversal,
    Script,
    Stray,
)
from branchline.model.finding import Place
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.tree import Tree

TOOL = "yoyo"


def outline(tree: Tree, spec: Changelog) -> Outline:
    """List the migrations of `spec.path`, in the order of `yoyo apply`."""
    files, strays = survey(tree, spec.path)
    wanted = sorted(_migrations(files, strays), key=lambda found: found.name)
    backs = {f.name[: -len(_BACK)]: f for f in files if not f.folder and f.name.endswith(_BACK)}
    said = [
        *headers(tree, (f for f in wanted if f.name.endswith(".sql")), "yoyo sql", of_sql),
        *headers(tree, (f for f in wanted if f.name.endswith(".py")), "yoyo py", of_python),
    ]
    said.sort(key=lambda each: each[0].name)
    nodes = [_node(found, head, backs.get(stem(found))) for found, head in said]
    known = {node.id for node in nodes}
    for name in sorted(set(backs) - known):
        strays.append(stray(backs[name], Oddity.ORPHAN, f"is the way back of no {name}.sql"))
    return Outline(entries(nodes, _ordered), in_order(strays))


def read(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read one migration, and its way back."""
    del spec
    if entry.path.endswith(".py"):
        return _of_python(tree, entry)
    text, flaw = content(tree, entry.path, entry.oid)
    if flaw:
        return ChangeSet(entry, flaw=flaw)
    said = _directives(text)
    word = said.get("transactional", "true").strip().lower()
    if word not in {"true", "false"}:
        return ChangeSet(entry, flaw=f"says transactional: {word}, where yoyo takes true or false")
    back = None
    for path, oid in entry.companions:
        under, flaw = content(tree, path, oid)
        if flaw:
            return ChangeSet(entry, flaw=f"has a way back, {path}, that {flaw}")
        back = None if is_empty(under) else Script(under, path)
    return ChangeSet(
        entry,
        normalized(text),
        Script(text, entry.path),
        back,
        Reversal.PRESENT if back else Reversal.NONE,
        transaction=word == "true",
        undo_path=f"{entry.path[:-4]}{_BACK}",
    )


def new_file(title: str, outline: Outline, spec: Changelog, now: datetime) -> tuple[str, str]:
    """Name a file as `yoyo new` does; it depends on all that nothing else depends on."""
    day = now.strftime("%Y%m%d")
    numbers = (_NAME.match(entry.id) for entry in outline)
    taken = [int(found[2]) for found in numbers if found and found[1] == day]
    number = max(taken, default=0) + 1
    needed = {parent for entry in outline for parent in entry.parents}
    ends = " ".join(entry.id for entry in outline if entry.id not in needed)
    words = slug(title).lower().replace("_", "-")
    line = " ".join(title.split())
    text = f"-- {line}\n-- depends: {ends}\n\n" if ends else f"-- {line}\n\n"
    return joined(spec.path, f"{day}_{number:02}_{token_hex(3)[:5]}-{words}.sql"), text


def of_sql(text: str) -> Header:
    """Return what a file of SQL depends on."""
    return {"depends": _directives(text).get("depends", "").split()}


def of_python(text: str) -> Header:
    """Return what a file of Python depends on."""
    found = parsed(text)
    if found.flaw:
        return {"flaw": found.flaw}
    node = assigned(found.body).get("__depends__")
    empty = isinstance(node, ast.Call) and dotted(node.func) == "set" and not node.args
    said = [] if node is None or empty else literal(node)
    said = [said] if isinstance(said, str) else said
    if not isinstance(said, (set, list, tuple, dict)):
        return {"flaw": "has __depends__ that only running it would tell"}
    return {"depends": sorted(map(str, said))}


YOYO = Format(TOOL, outline, read, new_file, whole=True)

_BACK = ".rollback.sql"
_TEMPORARY = "_tmp_yoyonew"
_NAME = regex(r"([0-9]{8})_([0-9]{2})_")
_DIRECTIVE = regex(r"\s*--\s*(transactional|depends)\s*:\s*(.*)")
_IDLE = regex(r"\s*(?:--.*)?")
_SHOWN = 60


def _migrations(files: Sequence[Found], strays: list[Stray]) -> Iterator[Found]:
    for found in files:
        kind = found.name.rpartition(".")[2]
        if kind not in {"sql", "py"} or found.name.endswith(_BACK):
            continue
        if found.folder:
            strays.append(stray(found, Oddity.UNMATCHED, "is in a folder below yoyo's own"))
        elif not found.name.startswith(("post-apply", _TEMPORARY)):
            yield found


def _node(found: Found, head: Header, back: Found | None) -> Node:
    companions = ((back.file.path, back.file.oid),) if back and found.name[-4:] == ".sql" else ()
    name = stem(found)
    depends = unique(head.get("depends", ()))
    return Node(name, name, found, depends, None, companions=companions)


def _ordered(before: Before, nodes: Mapping[str, Node]) -> Sequence[str]:
    del nodes
    return smallest_first(before)


def _directives(text: str) -> dict[str, str]:
    """Return what the comments above the first statement say."""
    said: dict[str, str] = {}
    for line in text.splitlines():
        found = _DIRECTIVE.fullmatch(line)
        if found:
            said[found[1]] = f"{said[found[1]]} {found[2]}" if found[1] in said else found[2]
        elif not _IDLE.fullmatch(line):
            break
    return said


def _of_python(tree: Tree, entry: Entry) -> ChangeSet:
    found = module(tree, entry.path, entry.oid)
    flaw = found.flaw or str(of_python(found.text).get("flaw", ""))
    if flaw:
        return ChangeSet(entry, flaw=flaw)
    steps = _Steps(found)
    names = assigned(found.body)
    return ChangeSet(
        entry,
        digest(found),
        Script(steps.up.text, entry.path),
        None if steps.down.is_empty else Script(steps.down.text, entry.path),
        Reversal.PRESENT if steps.reversible else Reversal.NONE,
        transaction=literal(names.get("__transactional__")) is not False,
        code=tuple(Code(what, Place(entry.path, line)) for what, line in steps.code),
        runner=TOOL,
    )


class _Steps:
    """The calls of `step` in a file, in order; `reversible` says that each has a way back."""

    def __init__(self, found: Module) -> None:
        self.up, self.down = Canvas(), Canvas()
        self.code: list[tuple[str, int]] = []
        self.reversible = True
        self._text, self._lines = found.text, found.text.split("\n")
        self._names = assigned(found.body)
        self._comments = list(remarks(found.text))
        for node in found.body:
            if isinstance(node, (ast.Assign, ast.Expr)):
                self._look(node.value)
        for each in self._comments:
            self.up.comment(each)

    def _look(self, node: ast.expr) -> None:
        """Find the steps of a call, a list of them or a group, however they are nested."""
        stack = [node]
        while stack:
            each = stack.pop()
            if isinstance(each, (ast.List, ast.Tuple)):
                stack += reversed(each.elts)
            elif isinstance(each, ast.Call):
                word = dotted(each.func).rpartition(".")[2]
                if word == "step":
                    self._step(each)
                elif word in {"group", "transaction"}:
                    stack += reversed(each.args)

    def _step(self, call: ast.Call) -> None:
        said = dict(zip(("apply", "rollback"), call.args, strict=False))
        said |= {each.arg: each.value for each in call.keywords if each.arg}
        up = pieces(said.get("apply"), self._text, self._names)
        if up:
            while self._comments and self._comments[0].line <= up[0].line:
                self.up.comment(self._comments.pop(0))
            self.up.statement(*up)
        else:
            line = self._lines[call.lineno - 1][call.col_offset :].strip()
            self.code.append((line[:_SHOWN], call.lineno))
        self.reversible &= "rollback" in said
        self.down.statement(*pieces(said.get("rollback"), self._text, self._names))
