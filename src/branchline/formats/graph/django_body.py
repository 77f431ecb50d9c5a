"""What the operations of a Django migration do, as SQL on their own lines.

Django renders them from the models; here the tables and columns are those that
the migrations before left, with Django's own names. What needs more than that
is named as code.
"""

import ast

from branchline.formats.graph.canvas import Canvas, Piece
from branchline.formats.graph.django_changes import Changes
from branchline.formats.graph.django_state import (
    NAMES,
    History,
    arguments,
    elements,
    facts,
    word,
)
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
from branchline.formats.graph.text import formatted
from branchline.model.changelog import ChangeSet, Code, Entry, Reversal, Script
from branchline.model.finding import Place
from branchline.model.settings import Changelog
from branchline.model.tree import Tree


def changeset(tree: Tree, entry: Entry, spec: Changelog, history: History) -> ChangeSet:
    """Read a migration."""
    found = module(tree, entry.path, entry.oid)
    made = next((n for n in found.body if isinstance(n, ast.ClassDef) and n.name == _CLASS), None)
    if made is None:
        return ChangeSet(entry, flaw=found.flaw)
    names = assigned(made.body)
    body = Body(found, entry, spec.engine.dialect, history)
    # While what it replaces is there, that runs or has run, and says the same.
    if not set(entry.replaces) & set(entry.parents):
        body.run(elements(names.get("operations")))
    body.finish()
    return ChangeSet(
        entry,
        digest(found),
        Script(body.up.text, entry.path),
        None if body.down.is_empty else Script(body.down.text, entry.path),
        body.reversal,
        transaction=literal(names.get("atomic")) is not False,
        code=tuple(Code(what, Place(entry.path, line)) for what, line in body.code),
        runner="django",
    )


class Body(Changes):
    """The operations of one migration, one by one."""

    def __init__(self, found: Module, entry: Entry, dialect: str, history: History) -> None:
        super().__init__(found.text, entry, dialect, history)
        self.up, self.down = Canvas(), Canvas()
        self._lost = False
        self._names = assigned(found.body)
        self._comments = list(remarks(found.text))

    @property
    def reversal(self) -> Reversal:
        """What Django can do to take the migration back."""
        if self._lost:
            return Reversal.NONE
        return Reversal.AUTOMATIC if self.down.is_empty else Reversal.PRESENT

    def run(self, operations: list[ast.expr], *, state: bool = True) -> None:
        """Read operations; `state` says that they change the models as well."""
        for node in operations:
            if not isinstance(node, ast.Call):
                self.leave(node)
                continue
            sent = self._operation(node)
            if sent is None:
                self.leave(node)
            for index, text in enumerate(sent or ()):
                self._put(node, text, index)
            for fact in facts([node]) if state else ():
                self.models.apply(fact)

    def finish(self) -> None:
        """Put down the comments that stand below the last operation."""
        for each in self._comments:
            self.up.comment(each)

    def _operation(self, call: ast.Call) -> list[str] | None:
        """Return the statements of an operation; None for what only Django can render."""
        kind = dotted(call.func).rpartition(".")[2]
        said = arguments(call, *NAMES.get(kind, ()))
        if kind in _SPECIAL:
            names, special = _SPECIAL[kind]
            return special(self, arguments(call, *names))
        found = _OPERATIONS.get(kind)
        if found is None:
            self._lost |= kind not in _REVERSED
            return None
        model = word(said.get("model_name") or said.get("name"))
        return found(self, said, model) if model or kind == "RenameModel" else None

    def no_sql(self, said: dict[str, ast.expr]) -> list[str] | None:
        """What changes Django's idea of the models alone."""
        del said
        return []

    def run_python(self, said: dict[str, ast.expr]) -> list[str] | None:
        """`RunPython(code, reverse_code)`."""
        self._lost |= "reverse_code" not in said
        return None

    def separate(self, said: dict[str, ast.expr]) -> list[str] | None:
        """`SeparateDatabaseAndState(database_operations, state_operations)`."""
        self.run(elements(said.get("database_operations")), state=False)
        return []

    def run_sql(self, said: dict[str, ast.expr]) -> list[str] | None:
        """`RunSQL(sql, reverse_sql)`."""
        sent = self._literal_sql(said.get("sql"), self.up)
        back = said.get("reverse_sql")
        if back is None:
            self._lost = True
        elif not dotted(back).endswith("noop"):
            self._literal_sql(back, self.down)
        return [] if sent else None

    def _literal_sql(self, node: ast.expr | None, canvas: Canvas) -> bool:
        """Put down a string, or a list of strings and of pairs with parameters."""
        if node is not None and dotted(node).endswith("noop"):
            return True
        several = elements(node) if isinstance(node, (ast.List, ast.Tuple)) else [node]
        read = True
        for each in several:
            inner = elements(each) if isinstance(each, (ast.List, ast.Tuple)) else [each]
            found = pieces(inner[0] if inner else None, self._text, self._names)
            if not found:
                read = False
                continue
            if canvas is self.up:
                self._above(found[0].line)
            bound = isinstance(each, (ast.List, ast.Tuple))
            canvas.statement(*(formatted(piece) if bound else piece for piece in found))
        return read

    def _put(self, call: ast.Call, text: str, index: int) -> None:
        if text:
            self._above(call.lineno)
            self.up.statement(Piece(call.lineno, call.col_offset + 1 + index, text))

    def _above(self, line: int) -> None:
        while self._comments and self._comments[0].line <= line:
            self.up.comment(self._comments.pop(0))


_CLASS = "Migration"
_SPECIAL = {
    "AlterModelOptions": ((), Body.no_sql),
    "AlterModelManagers": ((), Body.no_sql),
    "CreateModel": (("name", "fields", "options"), Body.create_model),
    "RunPython": (("code", "reverse_code"), Body.run_python),
    "RunSQL": (("sql", "reverse_sql", "state_operations"), Body.run_sql),
    "SeparateDatabaseAndState": (("database_operations", "state_operations"), Body.separate),
}
_REVERSED = frozenset(
    {
        "AlterUniqueTogether",
        "AlterIndexTogether",
        "AlterOrderWithRespectTo",
        "RenameIndex",
        "AddConstraint",
        "AddIndex",
    }
)
_OPERATIONS = {
    "DeleteModel": Body.delete_model,
    "RenameModel": Body.rename_model,
    "AlterModelTable": Body.alter_table,
    "AddField": Body.add_field,
    "RemoveField": Body.remove_field,
    "RenameField": Body.rename_field,
    "AlterField": Body.alter_field,
    "AddIndex": Body.add_index,
    "AddIndexConcurrently": Body.add_index_alone,
    "RemoveIndex": Body.remove_index,
    "RemoveIndexConcurrently": Body.remove_index_alone,
    "AddConstraint": Body.add_constraint,
    "RemoveConstraint": Body.remove_constraint,
}
