"""What Django's models were before a migration: tables and columns by their models' names.

Kept as facts in order, folded when one migration is read: most are never asked.
"""

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from branchline.formats.graph.django_fields import Field, field
from branchline.formats.graph.python import dotted, literal

Fact = list[Any]
"""`[what, model, …]`: `table` `field` `gone` `rename` `drop` `move`."""


class History:
    """All facts of a changelog, in its order.

    Two are always equal: entries hold one, and it must not tell them apart.
    """

    def __init__(self) -> None:
        self._facts: dict[str, list[tuple[int, Fact]]] = {}

    def add(self, place: int, app: str, facts: Iterable[Fact]) -> None:
        """Add what the migration at `place` makes of the models of its app."""
        self._facts.setdefault(app, []).extend((place, fact) for fact in facts)

    def before(self, place: int, app: str) -> "Models":
        """Return the models of an app as the migration at `place` finds them."""
        models = Models(app)
        for at, fact in self._facts.get(app, ()):
            if at < place:
                models.apply(fact)
        return models

    def table(self, place: int, target: str, app: str) -> str:
        """Return the table of `app.model` or `model`."""
        other, _, model = target.rpartition(".")
        return self.before(place, other or app).table(model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, History)

    def __hash__(self) -> int:
        return hash(History)


class Models:
    """The models of one app at one point."""

    def __init__(self, app: str) -> None:
        self._app = app
        self._tables: dict[str, str] = {}
        self._fields: dict[tuple[str, str], Field] = {}

    def table(self, model: str) -> str:
        """Return a model's table."""
        model = model.lower()
        return self._tables.get(model, f"{self._app}_{model}")

    def field(self, model: str, name: str) -> Field | None:
        """Return a field as it is; None where nobody can know."""
        return self._fields.get((model.lower(), name))

    def apply(self, fact: Fact) -> None:
        """Take in what one operation does."""
        what, model, *rest = fact
        if what == "table":
            self._tables[model] = rest[0]
        elif what == "field":
            self._fields[model, rest[0]] = rest[1]
        elif what == "gone":
            self._fields.pop((model, rest[0]), None)
        elif what == "rename":
            self._renamed(model, *rest)
        elif what in {"drop", "move"}:
            fields = {n: f for (m, n), f in self._fields.items() if m == model}
            table = self._tables.pop(model, "")
            for name in fields:
                del self._fields[model, name]
            if what == "move":
                self._fields |= {(rest[0], name): each for name, each in fields.items()}
                if table:
                    self._tables[rest[0]] = table

    def _renamed(self, model: str, old: str, new: str) -> None:
        known = self._fields.pop((model, old), None)
        if known:
            self._fields[model, new] = renamed(known, old, new)


def renamed(known: Field, old: str, new: str) -> Field:
    """Return a field under another name: its column follows, unless it has one of its own."""
    column = str(known["column"])
    if column not in {old, f"{old}_id"}:
        return known
    return {**known, "column": new + column[len(old) :]}


def facts(operations: Iterable[ast.expr]) -> Iterator[Fact]:
    """Yield what the operations of one migration do to the models of its app."""
    for node in operations:
        if isinstance(node, ast.Call):
            yield from _facts(node)


def arguments(call: ast.Call, *names: str) -> dict[str, ast.expr]:
    """Return the arguments of a call by name; `names` are those of its places."""
    found = dict(zip(names, call.args, strict=False))
    return found | {each.arg: each.value for each in call.keywords if each.arg}


def elements(node: ast.expr | None) -> list[ast.expr]:
    """Return the elements of a list."""
    return list(node.elts) if isinstance(node, (ast.List, ast.Tuple)) else []


def pairs(node: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names and fields of a `CreateModel`."""
    for each in elements(node):
        parts = elements(each)
        name = literal(parts[0]) if len(parts) == _PAIR else None
        if isinstance(name, str):
            yield name, parts[1]


def word(node: ast.expr | None) -> str:
    """Return a literal word; empty for anything else."""
    said = literal(node) if node is not None else None
    return said if isinstance(said, str) else ""


def option(node: ast.expr | None, name: str) -> ast.expr | None:
    """Return an entry of a literal dictionary."""
    if not isinstance(node, ast.Dict):
        return None
    return next((v for k, v in zip(node.keys, node.values, strict=True) if word(k) == name), None)


_PAIR = 2


def _facts(call: ast.Call) -> Iterator[Fact]:
    kind = dotted(call.func).rpartition(".")[2]
    if kind == "SeparateDatabaseAndState":
        said = arguments(call, "database_operations", "state_operations")
        yield from facts(elements(said.get("state_operations")))
    elif kind == "CreateModel":
        said = arguments(call, "name", "fields", "options")
        model = word(said.get("name")).lower()
        if table := word(option(said.get("options"), "db_table")):
            yield ["table", model, table]
        yield [
            "field",
            model,
            "id",
            {"kind": "BigAutoField", "null": False, "sizes": [], "column": "id", "primary": True},
        ]
        for name, node in pairs(said.get("fields")):
            if found := field(name, node):
                yield ["field", model, name, found]
    else:
        yield from _change(kind, call)


def _change(kind: str, call: ast.Call) -> Iterator[Fact]:
    said = arguments(call, *_NAMES.get(kind, ()))
    model = word(said.get("model_name") or said.get("name")).lower()
    name = word(said.get("name"))
    if kind in {"AddField", "AlterField"}:
        found = field(name, said.get("field"))
        yield ["field", model, name, found] if found else ["gone", model, name]
    elif kind == "RemoveField":
        yield ["gone", model, name]
    elif kind == "RenameField":
        yield ["rename", model, word(said.get("old_name")), word(said.get("new_name"))]
    elif kind == "DeleteModel":
        yield ["drop", model]
    elif kind == "RenameModel":
        yield ["move", word(said.get("old_name")).lower(), word(said.get("new_name")).lower()]
    elif kind == "AlterModelTable" and word(said.get("table")):
        yield ["table", model, word(said.get("table"))]


_NAMES = {
    "AddField": ("model_name", "name", "field", "preserve_default"),
    "AlterField": ("model_name", "name", "field", "preserve_default"),
    "RemoveField": ("model_name", "name"),
    "RenameField": ("model_name", "old_name", "new_name"),
    "DeleteModel": ("name",),
    "RenameModel": ("old_name", "new_name"),
    "AlterModelTable": ("name", "table"),
    "AddIndex": ("model_name", "index"),
    "AddIndexConcurrently": ("model_name", "index"),
    "RemoveIndex": ("model_name", "name"),
    "RemoveIndexConcurrently": ("model_name", "name"),
    "AddConstraint": ("model_name", "constraint"),
    "RemoveConstraint": ("model_name", "name"),
}
NAMES = _NAMES
"""The arguments of operations, by place."""
