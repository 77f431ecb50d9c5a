"""What a Rails migration does, as SQL on its own lines.

Calls whose arguments are literals become the statements that Rails would send.
Everything else that may reach the database is named as code. Of a condition
both branches are read.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from branchline.formats.content import content
from branchline.formats.graph.canvas import Canvas, Piece
from branchline.formats.graph.rails_calls import METHODS, Calls
from branchline.formats.graph.rails_columns import Columns, Left
from branchline.formats.graph.rails_names import Version, camelized
from branchline.formats.graph.rails_ways import reverses
from branchline.formats.graph.ruby import statements
from branchline.formats.graph.ruby_nodes import (
    Assign,
    Block,
    Call,
    Choice,
    Define,
    Expression,
    Klass,
    Leave,
    Listing,
    Loop,
    Name,
    Number,
    Other,
    Pairs,
    Statement,
    Symbol,
    Text,
)
from branchline.formats.graph.ruby_tokens import TooMuch, Unread, comments, tokens
from branchline.model.changelog import ChangeSet, Code, Entry, Reversal, Script
from branchline.model.finding import Place
from branchline.model.regex import regex
from branchline.model.settings import Changelog
from branchline.model.tree import Tree


def changeset(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read a migration."""
    text, flaw = content(tree, entry.path, entry.oid)
    if flaw:
        return ChangeSet(entry, flaw=flaw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        found = statements(text)
        remarks = [_remark(each) for each in comments(text) if _OURS.match(each.text)]
        checksum = digest(text)
    except TooMuch as error:
        return ChangeSet(entry, flaw=str(error))
    except Unread as error:
        return _left(entry, text, f"all of it: {error}")
    made = _migration(found, entry)
    if made is None:
        return ChangeSet(entry, flaw="has no class with a method 'change' or 'up', and Rails stops")
    try:
        return _changeset(_File(text, found, made, spec.engine.dialect), entry, remarks, checksum)
    except RecursionError:
        return ChangeSet(entry, flaw="is nested too deeply to be read")


def digest(text: str) -> str:
    """Return a checksum of what a file does: comments and blanks do not count.

    Raises:
        Unread: it cannot be cut into tokens.
    """
    parts: list[str] = []
    for token in tokens(text):
        if token.kind != "line" or (parts and parts[-1] != "line\0\n"):
            said = "".join(piece.text for piece in token.pieces or ())
            parts.append(f"{token.kind}\0{token.text}{said}")
    whole = "\1".join(parts)
    return f"sha256:{sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()}"


class _File:
    """A migration's text and class, and what its names stand for."""

    def __init__(self, text: str, found: tuple[Statement, ...], made: Klass, dialect: str) -> None:
        self.lines, self.dialect = text.split("\n"), dialect
        self.version = _version(made.base)
        self.methods = {
            each.name: each for each in (*found, *made.body) if isinstance(each, Define)
        }
        self.names: dict[str, Expression] = {}
        for each in (*found, *made.body):
            if isinstance(each, Assign) and _is_known(each.value):
                self.names[each.name] = _thawed(each.value)
        self.alone = any(
            isinstance(each, Call) and each.name == "disable_ddl_transaction!" for each in made.body
        )


class Walk:
    """One method of a migration, statement by statement.

    `lost` says that something in `change` has no way back, `raised` what the
    method raises, `said` whether it does anything.
    """

    def __init__(
        self, file: _File, method: str, remarks: Iterable[Piece] = (), way: str = "up"
    ) -> None:
        self.canvas = Canvas()
        self.code: list[tuple[str, int]] = []
        self.lost, self.said = False, False
        self.raised: str | None = None
        self._file, self._way = file, way
        self._remarks = list(remarks)
        self._names: dict[str, Expression] = dict(file.names)
        self._within: list[str] = []
        self._count = 0
        if method in file.methods:
            self._method(method)
        for each in self._remarks:
            self.canvas.comment(each)

    def _method(self, name: str) -> None:
        if name not in self._within and len(self._within) < _DEEPEST:
            self._within.append(name)
            self._run(self._file.methods[name].body)
            self._within.pop()

    def _run(self, body: Iterable[Statement]) -> None:
        for node in body:
            if isinstance(node, Leave):
                if node.word == "raise":
                    self.raised = self._reason(node)
                return
            self._one(node)

    def _one(self, node: Statement) -> None:
        match node:
            case Call():
                self._call(node)
            case Choice(bodies=bodies):
                raised = self.raised
                for body in bodies:
                    self._run(body)
                self.raised = raised
            case Assign():
                self._assign(node)
            case Loop():
                self._leave_if_touched(node)
            case Other(parts=parts):
                for part in parts:
                    if isinstance(part, (Choice, Other, Assign)):
                        self._one(part)
                    else:
                        self._leave_if_touched(part)
            case _:
                return

    def _assign(self, node: Assign) -> None:
        if _is_known(node.value):
            self._names[node.name] = _thawed(node.value)
            return
        self._names.pop(node.name, None)
        if isinstance(node.value, Call) and node.value.name in _EXECUTES:
            self._call(node.value)
        else:
            self._leave_if_touched(node.value)

    def _call(self, call: Call) -> None:
        own = _is_own(call.receiver)
        if own and call.name in _EXECUTES:
            self._execute(call)
        elif own and call.name in METHODS:
            self._operation(call)
        elif own and call.name == "reversible" and call.block:
            self._reversible(call.block)
        elif own and call.name in _AROUND and call.block:
            self._around(call, call.block)
        elif own and call.name in self._file.methods and not call.args and not call.named:
            self._method(call.name)
        elif call.name == "each" and call.block and self._items(call) is not None:
            self._each(call, call.block)
        elif not self._is_harmless(call):
            self._leave(call)

    def _around(self, call: Call, block: Block) -> None:
        if call.name != "up_only":
            self._run(block.body)
        elif self._way == "up":
            lost = self.lost
            self._run(block.body)
            self.lost = lost

    def _operation(self, call: Call) -> None:
        self.said = True
        self.lost |= not reverses(call)
        reader = Columns(self._file.dialect, self._file.version, self._names)
        try:
            sent = Calls(reader, call).statements()
        except Left:
            self._leave(call)
            return
        if self._way == "down" and "change" in self._within:
            return
        for index, text in enumerate(sent):
            self._above(call.line)
            self.canvas.statement(Piece(call.line, call.column + index, text))

    def _execute(self, call: Call) -> None:
        self.said = self.lost = True
        reader = Columns(self._file.dialect, self._file.version, self._names)
        node = _trimmed(reader.value(call.args[0]) if call.args else None, reader)
        if not isinstance(node, Text) or not node.pieces:
            self._leave(call)
            return
        if self._way == "down" and "change" in self._within and not self._count:
            return
        self._above(node.pieces[0].line)
        self.canvas.statement(*_placed(node.pieces, call))

    def _reversible(self, block: Block) -> None:
        """Read the way that is walked; the other one is there for the other walk."""
        lost = self.lost
        for node in block.body:
            if not isinstance(node, Call) or not isinstance(node.receiver, (Call, Name)):
                self._leave_if_touched(node)
            elif node.name == self._way and node.block:
                self._count += 1
                self._run(node.block.body)
                self._count -= 1
        self.lost = lost

    def _items(self, call: Call) -> tuple[Expression, ...] | None:
        node = call.receiver
        if isinstance(node, Call) and not node.args:
            node = self._names.get(node.name, node)
        elif isinstance(node, Name):
            node = self._names.get(node.text, node)
        known = isinstance(node, Listing) and len(node.items) <= _MOST
        return node.items if known and isinstance(node, Listing) else None

    def _each(self, call: Call, block: Block) -> None:
        outer = self._names
        for item in self._items(call) or ():
            values = item.items if isinstance(item, Listing) and len(block.names) > 1 else (item,)
            self._names = {**outer, **dict(zip(block.names, values, strict=False))}
            if len(self.code) + self._count > _MOST * 10:
                break
            self._run(block.body)
        self._names = outer

    def _is_harmless(self, call: Call) -> bool:
        if call.receiver is None:
            return call.name in _SILENT
        root = call.receiver
        while isinstance(root, Call) and root.receiver is not None:
            root = root.receiver
        name = root.text if isinstance(root, Name) else root.name if isinstance(root, Call) else ""
        return call.name in _READING or name in _QUIET

    def _leave_if_touched(self, node: Statement) -> None:
        """Name the first call within that may write."""
        stack: list[object] = [node]
        while stack:
            each = stack.pop()
            if isinstance(each, Call) and (
                each.name in _EXECUTES | _WRITING or each.name in METHODS
            ):
                self.lost = True
                self._leave(each)
                return
            if isinstance(each, tuple):
                stack += each
            elif isinstance(
                each, (Call, Other, Loop, Choice, Block, Assign, Listing, Pairs, Leave)
            ):
                stack += [getattr(each, name, None) for name in _HOLDING]

    def _leave(self, call: Call) -> None:
        self.said = True
        self.lost |= call.name not in METHODS
        line = self._file.lines[call.line - 1].strip()
        what = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
        self.code.append((what, call.line))

    def _above(self, line: int) -> None:
        while self._remarks and self._remarks[0].line <= line:
            self.canvas.comment(self._remarks.pop(0))

    def _reason(self, node: Leave) -> str:
        reader = Columns(self._file.dialect, self._file.version, self._names)
        for part in node.parts:
            for each in part.parts if isinstance(part, Other) else (part,):
                call_args = each.args if isinstance(each, Call) else (each,)
                for arg in call_args:
                    if isinstance(arg, Text):
                        return reader.maybe(arg) or ""
        return ""


_DEEPEST = 5
_SHOWN = 60
_MOST = 100
_OURS = regex(r"#+[ \t]*branchline:", 2)
_MIGRATION = regex(r"(?:::)?ActiveRecord::Migration(?:\[([0-9]+)\.([0-9]+)\])?")
_EXECUTES = frozenset(
    {"execute", "exec_query", "exec_update", "exec_delete", "exec_insert", "update_sql",
     "insert_sql", "delete_sql"}
)  # fmt: skip
_AROUND = frozenset(
    {"say_with_time", "suppress_messages", "safety_assured", "transaction", "up_only",
     "with_lock_retries", "ddl_transaction", "disable_statement_timeout"}
)  # fmt: skip
_SILENT = frozenset(
    {
        "say",
        "puts",
        "p",
        "print",
        "announce",
        "require",
        "require_relative",
        "sleep",
        "attr_accessor",
    }
)
_READING = frozenset(
    {"reset_column_information", "reset_column_information!", "clear_cache!", "puts", "info",
     "table_exists?", "column_exists?", "index_exists?", "schema_cache"}
)  # fmt: skip
_QUIET = frozenset({"Rails", "ENV", "STDOUT", "STDERR", "logger", "$stdout", "$stderr"})
_WRITING = frozenset(
    {"create", "create!", "save", "save!", "update", "update!", "update_all", "update_column",
     "update_columns", "update_attribute", "update_attributes", "destroy", "destroy!",
     "destroy_all", "delete", "delete_all", "insert", "insert_all", "upsert_all", "find_each",
     "in_batches", "find_or_create_by", "find_or_create_by!", "increment!", "touch"}
)  # fmt: skip
_HOLDING = (
    "receiver", "args", "named", "block", "parts", "body", "bodies", "test", "value", "items",
)  # fmt: skip
_CONNECTIONS = frozenset({"connection", "lease_connection"})
_TRIMMING = frozenset(
    {"strip", "lstrip", "rstrip", "strip_heredoc", "chomp", "freeze", "dup", "to_s", "squish", "+@"}
)


def _changeset(file: _File, entry: Entry, remarks: Iterable[Piece], checksum: str) -> ChangeSet:
    method = "up" if "up" in file.methods else "change"
    up = Walk(file, method, remarks)
    down = Walk(file, "down" if method == "up" else "change", way="down")
    reversal, reason = _reversal(file, up, down)
    script = Script(down.canvas.text, entry.path) if reversal is Reversal.PRESENT else None
    code = (*up.code, *down.code) if script and method == "up" else up.code
    return ChangeSet(
        entry,
        checksum,
        Script(up.canvas.text, entry.path),
        script,
        reversal,
        reason,
        transaction=not file.alone,
        code=tuple(Code(what, Place(entry.path, line)) for what, line in code),
        runner="rails",
    )


def _reversal(file: _File, up: Walk, down: Walk) -> tuple[Reversal, str]:
    if "up" not in file.methods:
        return (Reversal.NONE if up.lost else Reversal.AUTOMATIC), ""
    if down.raised is not None and down.canvas.is_empty:
        return Reversal.IRREVERSIBLE, down.raised
    return (Reversal.PRESENT if down.said else Reversal.NONE), ""


def _left(entry: Entry, text: str, why: str) -> ChangeSet:
    """Leave a whole file to Rails; what cannot be read is no fault of the file."""
    return ChangeSet(
        entry,
        f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}",
        Script("", entry.path),
        reversal=Reversal.AUTOMATIC,
        code=(Code(why, Place(entry.path, 1)),),
        runner="rails",
    )


def _migration(found: Iterable[Statement], entry: Entry) -> Klass | None:
    """Return the class that Rails would make one of: that of the file's name, else a migration."""
    name = camelized(entry.path.rpartition("/")[2].partition("_")[2].partition(".")[0])
    several = list(_classes(found))
    named = [each for each in several if each.name.rpartition("::")[2].lower() == name.lower()]
    for each in (*named, *(k for k in several if "Migration" in k.base)):
        if any(isinstance(d, Define) and d.name in {"change", "up"} for d in each.body):
            return each
    return None


def _classes(found: Iterable[Statement]) -> Iterator[Klass]:
    for each in found:
        if isinstance(each, Klass):
            yield each
            if not each.base:
                yield from _classes(each.body)


def _version(base: str) -> Version:
    found = _MIGRATION.fullmatch(base)
    if found is None:
        return 7, 0
    return (int(found[1]), int(found[2])) if found[1] else (4, 2)


def _remark(piece: Piece) -> Piece:
    return Piece(piece.line, piece.column, "--" + piece.text.lstrip("#"))


def _is_own(node: Expression | None) -> bool:
    """Whether a call goes to the migration or its connection."""
    if node is None:
        return True
    if isinstance(node, Name):
        return node.text == "self"
    return isinstance(node, Call) and node.name in _CONNECTIONS


def _is_known(node: Expression) -> bool:
    return isinstance(_thawed(node), (Text, Symbol, Number, Listing, Pairs))


def _thawed(node: Expression) -> Expression:
    frozen = isinstance(node, Call) and node.name == "freeze" and node.receiver is not None
    return node.receiver if frozen and isinstance(node, Call) and node.receiver else node


def _trimmed(node: Expression | None, reader: Columns) -> Expression | None:
    """Return the string that `"…".strip` and its like are made of."""
    if not isinstance(node, Call) or node.name not in _TRIMMING or node.args:
        return node
    inner = _trimmed(reader.value(node.receiver), reader)
    if node.name == "squish" and isinstance(inner, Text) and "--" in (inner.said or ""):
        # One line: what follows a comment is in it.
        words = " ".join((inner.said or "").split())
        return Text(inner.line, inner.column, (Piece(inner.line, inner.column, words),))
    return inner


def _placed(pieces: tuple[Piece, ...], call: Call) -> tuple[Piece, ...]:
    """Return SQL where it stands; what a name stands for runs where it is called."""
    if pieces[0].line >= call.line:
        return pieces
    text = "\n".join(piece.text for piece in pieces)
    text = text if "--" in text or "$$" in text else text.replace("\n", " ")
    return (Piece(call.line, call.column, text),)
