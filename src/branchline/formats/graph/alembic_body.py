"""What `upgrade()` and `downgrade()` of a revision do, as SQL on its own lines.

Calls of `op` whose arguments are literals become the statement that Alembic
would send. Everything else that may reach the database is named as code.
"""

import ast
from collections.abc import Iterable, Iterator

from branchline.formats.graph.alembic_calls import Calls, Left
from branchline.formats.graph.canvas import Canvas, Piece
from branchline.formats.graph.ddl import Words
from branchline.formats.graph.python import (
    Module,
    assigned,
    digest,
    dotted,
    literal,
    module,
    pieces,
    remarks,
)
from branchline.formats.graph.sqlalchemy import Reader
from branchline.formats.graph.text import bound
from branchline.model.changelog import ChangeSet, Code, Entry, Reversal, Script
from branchline.model.finding import Place
from branchline.model.settings import Changelog
from branchline.model.tree import Tree


def changeset(tree: Tree, entry: Entry, spec: Changelog) -> ChangeSet:
    """Read a revision."""
    found = module(tree, entry.path, entry.oid)
    if found.flaw:
        return ChangeSet(entry, flaw=found.flaw)
    up = Walk(found, spec.engine.dialect, "upgrade", commented=True)
    down = Walk(found, spec.engine.dialect, "downgrade")
    reversal, reason = _reversal(down)
    script = Script(down.canvas.text, entry.path) if reversal is Reversal.PRESENT else None
    code = (*up.code, *down.code) if reversal is Reversal.PRESENT else up.code
    return ChangeSet(
        entry,
        digest(found),
        Script(up.canvas.text, entry.path),
        script,
        reversal,
        reason,
        transaction=not up.alone,
        code=tuple(Code(what, Place(entry.path, line)) for what, line in code),
        runner="alembic",
    )


class Walk:
    """One function of a revision, statement by statement.

    `alone` says that some of it runs outside the transaction, `raised` what the
    function raises, and `said` whether it does anything at all.
    """

    def __init__(
        self, found: Module, dialect: str, function: str, *, commented: bool = False
    ) -> None:
        self.canvas = Canvas()
        self.code: list[tuple[str, int]] = []
        self.alone = False
        self.raised: str | None = None
        self.said = False
        self._text, self._lines = found.text, found.text.split("\n")
        self._dialect = dialect
        self._functions = {n.name: n for n in found.body if isinstance(n, ast.FunctionDef)}
        self._tables: dict[str, tuple[str, str]] = {}
        self._seen: set[str] = set()
        self._within: list[str] = []
        self._comments = list(remarks(found.text)) if commented else []
        self._names = _once(found.body)
        if function in self._functions:
            self._function(function)
        for each in self._comments:
            self.canvas.comment(each)

    def _function(self, name: str) -> None:
        node = self._functions[name]
        if name in self._within or len(self._within) > _DEEPEST:
            return
        outer = self._names
        self._names = {**outer, **_once(node.body)}
        self._within.append(name)
        self._run(node.body)
        self._within.pop()
        self._names = outer

    def _run(self, body: Iterable[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, ast.Return):
                self._touches(node)
                return
            if isinstance(node, ast.Raise):
                self.raised = self._reason(node)
                return
            self._one(node)

    def _one(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Import() | ast.ImportFrom():
                return
            case ast.Expr(value=ast.Call() as call):
                self.said = True
                self._call(call)
            case ast.Assign(value=ast.Call() as call) | ast.AnnAssign(value=ast.Call() as call):
                if dotted(call.func).startswith("op.") and dotted(call.func) not in _HARMLESS:
                    self.said = True
                    self._call(call)
                else:
                    self._touches(call)
            case ast.With():
                self._with(node)
            case ast.If():
                self._if(node)
            case ast.Try(body=body, finalbody=after):
                self._run([*body, *after])
            case ast.FunctionDef():
                self._functions[node.name] = node
            case _:
                self._touches(node)

    def _with(self, node: ast.With) -> None:
        for item in node.items:
            call = item.context_expr
            name = dotted(call.func) if isinstance(call, ast.Call) else ""
            if name.endswith("autocommit_block"):
                self.alone = True
            elif name.endswith("batch_alter_table") and isinstance(call, ast.Call):
                self._batch(call, item.optional_vars)
        self._run(node.body)

    def _batch(self, call: ast.Call, target: ast.expr | None) -> None:
        reader = self._reader
        table = reader.string(call.args[0]) if call.args else None
        schema = next((reader.string(k.value) for k in call.keywords if k.arg == "schema"), "")
        if isinstance(target, ast.Name) and table:
            self._tables[target.id] = (schema or "", table)

    def _if(self, node: ast.If) -> None:
        """Read the branch that this dialect takes, or both where only running it tells."""
        known = _is_for(node.test, self._dialect)
        if known is not None:
            self._run(node.body if known else node.orelse)
            return
        raised = self.raised
        self._run(node.body)
        self._run(node.orelse)
        self.raised = raised

    def _call(self, call: ast.Call) -> None:
        name = dotted(call.func)
        root, _, method = name.rpartition(".")
        if not root and name in self._functions and not call.args and not call.keywords:
            self._function(name)
        elif method in {"execute", "exec_driver_sql"}:
            self._execute(call)
        elif root == "op" or root in self._tables:
            self._operation(call, method, self._tables.get(root))
        elif name not in _SILENT and root not in _SILENT:
            self._leave(call)

    def _operation(self, call: ast.Call, method: str, table: tuple[str, str] | None) -> None:
        found = Calls(self._reader, table).statements(call, method)
        if isinstance(found, Left):
            self._leave(call)
            return
        for index, text in enumerate(found.statements):
            self._put(call, text, index)
        for node in found.left:
            self._leave(node)

    def _put(self, call: ast.Call, text: str, index: int) -> None:
        if text not in self._seen or not text.startswith("CREATE"):
            self._seen.add(text)
            self._above(call.lineno)
            self.canvas.statement(Piece(call.lineno, call.col_offset + 1 + index, text))

    def _execute(self, call: ast.Call) -> None:
        node = call.args[0] if call.args else next((k.value for k in call.keywords), None)
        node = self._reader.resolved(node)
        while isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr == "bindparams":
                node = node.func.value
            elif dotted(node.func).rpartition(".")[2] == "text" and node.args:
                node = node.args[0]
            else:
                break
        found = pieces(node, self._text, self._names)
        if not found:
            self._leave(call)
            return
        self._above(found[0].line)
        driver = isinstance(call.func, ast.Attribute) and call.func.attr == "exec_driver_sql"
        self.canvas.statement(*(each if driver else bound(each) for each in found))

    def _touches(self, node: ast.AST) -> None:
        """Name what may reach the database from within something that is not read."""
        stack: list[ast.AST] = [node]
        while stack:
            each = stack.pop()
            if isinstance(each, ast.Call):
                name = dotted(each.func)
                root, _, method = name.rpartition(".")
                if name not in _HARMLESS and (
                    root == "op" or root in self._tables or method in {"execute", "commit"}
                ):
                    self.said = True
                    self._leave(each)
                    return
            stack += ast.iter_child_nodes(each)

    def _leave(self, node: ast.expr) -> None:
        line = self._lines[node.lineno - 1][node.col_offset :].strip()
        what = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
        self.code.append((what, node.lineno))

    def _above(self, line: int) -> None:
        while self._comments and self._comments[0].line <= line:
            self.canvas.comment(self._comments.pop(0))

    def _reason(self, node: ast.Raise) -> str:
        call = node.exc if isinstance(node.exc, ast.Call) else None
        return (self._reader.string(call.args[0]) if call and call.args else None) or ""

    @property
    def _reader(self) -> Reader:
        return Reader(Words(self._dialect), self._text, self._names)


_DEEPEST = 5
_SHOWN = 60
_HARMLESS = frozenset({"op.get_bind", "op.get_context", "op.f", "op.inline_literal"})
_SILENT = frozenset({"print", "log", "logger", "logging", "warnings", "time", "inspector"})
_DIALECTS = {"postgresql": "postgres", "mssql": "tsql"}


def _reversal(down: Walk) -> tuple[Reversal, str]:
    if down.raised is not None and down.canvas.is_empty:
        return Reversal.IRREVERSIBLE, down.raised
    if down.said or not down.canvas.is_empty:
        return Reversal.PRESENT, ""
    return Reversal.NONE, ""


def _once(body: Iterable[ast.stmt]) -> dict[str, ast.expr]:
    """What names stand for that are given once."""
    several = list(_targets(body))
    return {name: node for name, node in assigned(body).items() if several.count(name) == 1}


def _targets(body: Iterable[ast.stmt]) -> Iterator[str]:
    for node in body:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                yield target.id
        if isinstance(node, (ast.AnnAssign, ast.AugAssign)) and isinstance(node.target, ast.Name):
            yield node.target.id


def _is_for(test: ast.expr, dialect: str) -> bool | None:
    """Whether a condition on the dialect's name holds; None for any other condition."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _is_for(test.operand, dialect)
        return None if inner is None else not inner
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    name = dotted(test.left)
    said = literal(test.comparators[0])
    if not name.endswith(("dialect.name", "dialect", "dialect_name")):
        return None
    words = [said] if isinstance(said, str) else said
    if not isinstance(words, (list, tuple, set)):
        return None
    holds = dialect in {_DIALECTS.get(each, each) for each in words if isinstance(each, str)}
    if isinstance(test.ops[0], (ast.Eq, ast.In)):
        return holds
    return not holds if isinstance(test.ops[0], (ast.NotEq, ast.NotIn)) else None
