"""What a piece of the tree mentions: columns, functions, tables, strings.

One walk with a stack of its own: a tree is as deep as its author likes, and a
thousand added numbers are a thousand levels.
"""

from collections.abc import Callable
from typing import Any

from branchline.model.operations.base import Name
from branchline.sql.postgres.tree import Node, relation, strings


class Facts:
    """What `wrapped` mentions, each once and in the order of the text.

    `low` and `high` are the first and the last location of its parts, -1
    without any. `limited` says that a LIMIT is somewhere in it, `calls` are the
    bodies of its function calls.
    """

    __slots__ = (
        "_common",
        "_tables",
        "calls",
        "columns",
        "functions",
        "high",
        "limited",
        "locking",
        "low",
        "strings",
        "subquery",
    )

    def __init__(self, *wrapped: Node) -> None:
        self.columns: dict[str, None] = {}
        self.functions: dict[str, None] = {}
        self.strings: dict[str, None] = {}
        self.calls: list[Node] = []
        self.subquery = self.limited = self.locking = False
        self.low = self.high = -1
        self._tables: dict[Name, None] = {}
        self._common: set[str] = set()
        self._walk(list(reversed(wrapped)))

    @property
    def tables(self) -> tuple[Name, ...]:
        """Return the tables read, without those that a WITH names."""
        return tuple(n for n in self._tables if n.schema or n.name not in self._common)

    def _walk(self, stack: list[Any]) -> None:
        while stack:
            node = stack.pop()
            if type(node) is list:
                stack.extend(reversed(node))
                continue
            for kind, body in reversed(node.items()):
                note = _NOTES.get(kind)
                if note is not None:
                    note(self, body, stack)
                elif type(body) is dict or type(body) is list:
                    stack.append(body)


def dotted(fields: list[Node]) -> Name:
    """Return a reference or a function's name, without `pg_catalog`."""
    parts = strings(fields)
    schema = parts[-2] if len(parts) > 1 else ""
    return Name(parts[-1] if parts else "", "" if schema == "pg_catalog" else schema)


def _call(facts: Facts, body: Node, stack: list[Any]) -> None:
    name = dotted(body.get("funcname", []))
    facts.functions[str(name)] = None
    facts.calls.append(body)
    stack.append(body)


def _value(facts: Facts, body: Node, stack: list[Any]) -> None:
    function = str(body.get("op", "")).removeprefix("SVFOP_").removesuffix("_N").lower()
    facts.functions[function] = None
    stack.append(body)


def _column(facts: Facts, body: Node, stack: list[Any]) -> None:
    _place(facts, body.get("location", 0), stack)
    found = [field for field in body.get("fields", ()) if "String" in field]
    if found and len(found) == len(body["fields"]):
        facts.columns[found[-1]["String"].get("sval", "")] = None


def _constant(facts: Facts, body: Node, stack: list[Any]) -> None:
    _place(facts, body.get("location", 0), stack)
    if "sval" in body:
        facts.strings[body["sval"].get("sval", "")] = None


def _place(facts: Facts, at: int, _: list[Any]) -> None:
    if at >= 0:
        facts.low = at if facts.low < 0 else min(facts.low, at)
        facts.high = max(facts.high, at)


def _type(facts: Facts, body: Node, stack: list[Any]) -> None:
    _place(facts, body.get("location", -1), stack)


def _subquery(facts: Facts, body: Node, stack: list[Any]) -> None:
    facts.subquery = True
    stack.append(body)


def _table(facts: Facts, body: Node, stack: list[Any]) -> None:
    facts._tables[relation(body)] = None  # noqa: SLF001 - the walk's own notes
    _place(facts, body.get("location", -1), stack)


def _common_table(facts: Facts, body: Node, stack: list[Any]) -> None:
    facts._common.add(body.get("ctename", ""))  # noqa: SLF001 - the walk's own notes
    stack.append(body.get("ctequery", {}))


def _limit(facts: Facts, body: Node, stack: list[Any]) -> None:
    facts.limited = True
    stack.append(body)


def _locking(facts: Facts, body: list[Node], stack: list[Any]) -> None:
    facts.locking = True
    stack.append(body)


def _nothing(_: Facts, __: Any, ___: list[Any]) -> None:  # noqa: ANN401 - any part of the tree
    pass


_NOTES: dict[str, Callable[[Facts, Any, list[Any]], None]] = {
    "FuncCall": _call,
    "SQLValueFunction": _value,
    "ColumnRef": _column,
    "A_Const": _constant,
    "TypeName": _type,
    "typeName": _type,
    "SubLink": _subquery,
    "RangeVar": _table,
    "relation": _table,
    "CommonTableExpr": _common_table,
    "limitCount": _limit,
    "lockingClause": _locking,
    "location": _place,
    "funcname": _nothing,
    "intoClause": _nothing,
}
