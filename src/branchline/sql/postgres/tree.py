"""Reach into libpg_query's tree: dictionaries, as its JSON output has them.

A list holds wrapped nodes (`{"RangeVar": {…}}`), a field of a fixed type holds
the bare body. Zero, false and the empty string are left out, so every look-up
has a default. Locations count bytes, not characters.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from branchline.model.operations.base import Name, Operation

Node: TypeAlias = dict[str, Any]
Options: TypeAlias = tuple[tuple[str, str], ...]


class Source:
    """One statement's text, and how to read a statement inside it: a node of it, or a text.

    `enforcement` says that the tree marks what is enforced, as PostgreSQL 18's
    does; in older trees everything is.
    """

    __slots__ = ("enforcement", "plain", "read_node", "read_text", "text")

    def __init__(
        self,
        text: str,
        read_node: "Callable[[Node, Source], Iterable[Operation]]",
        read_text: Callable[[str], Iterable[Operation]],
        *,
        enforcement: bool = False,
    ) -> None:
        self.plain = text.isascii()
        self.text = text if self.plain else text.encode().decode("latin-1")
        self.enforcement = enforcement
        self.read_node = read_node
        self.read_text = read_text

    def slice(self, start: int, end: int) -> str:
        """Return the text between two locations, which count bytes."""
        piece = self.text[start:end]
        return piece if self.plain else piece.encode("latin-1").decode(errors="replace")

    def read(self, wrapped: Node) -> Iterable[Operation]:
        """Yield the operations of a statement inside this one."""
        return self.read_node(wrapped, self)


Reader: TypeAlias = Callable[[Node, Source], Iterator[Operation]]


def unwrap(wrapped: Node) -> tuple[str, Node]:
    """Return the kind and the body of a wrapped node, `("", {})` for an empty one."""
    for kind, body in wrapped.items():
        return kind, body
    return "", {}


def items(wrapped: Node) -> list[Node]:
    """Return the members of a wrapped list; a single node is a list of itself."""
    kind, body = unwrap(wrapped)
    return body.get("items", []) if kind == "List" else [wrapped]


def strings(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the values of those nodes that are strings."""
    return tuple(node["String"].get("sval", "") for node in nodes if "String" in node)


def relation(body: Node) -> Name:
    """Return the name of a RangeVar."""
    return Name(body.get("relname", ""), body.get("schemaname", ""))


def qualified(nodes: Iterable[Node]) -> Name:
    """Return the name spelt by a list of strings: `schema.name` or `name`."""
    parts = strings(nodes)
    return Name(parts[-1] if parts else "", parts[-2] if len(parts) > 1 else "")


def role(body: Node) -> str:
    """Return the name of a RoleSpec; `public`, `current_user` and so on in lower case."""
    named: str = body.get("rolename", "")
    return named or str(body.get("roletype", "")).removeprefix("ROLESPEC_").lower()


def roles(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the names of wrapped RoleSpecs."""
    return tuple(role(node.get("RoleSpec", {})) for node in nodes)


def cascades(node: Node) -> bool:
    """Whether a statement says CASCADE."""
    return node.get("behavior") == "DROP_CASCADE"


def plain(wrapped: Node | None) -> str:
    """Return a constant, a name or a list of them as text; empty for anything else."""
    if not wrapped:
        return ""
    kind, body = unwrap(wrapped)
    reader = _PLAIN.get(kind)
    return reader(body) if reader else ""


def flag(wrapped: Node | None) -> bool:
    """Whether an option is on: without a value it is."""
    return not wrapped or plain(wrapped).lower() not in {"false", "off", "0", "no"}


def options(elements: Iterable[Node]) -> Options:
    """Return options as pairs; one without a value is `true`."""
    return tuple(_option(element.get("DefElem", {})) for element in elements)


def switched(elements: Iterable[Node], name: str) -> bool:
    """Whether the option `name` is given, and not given as false."""
    return any(
        element.get("DefElem", {}).get("defname") == name and flag(element["DefElem"].get("arg"))
        for element in elements
    )


def _option(body: Node) -> tuple[str, str]:
    name = body.get("defname", "")
    if "defnamespace" in body:
        name = f"{body['defnamespace']}.{name}"
    return name, plain(body["arg"]) if "arg" in body else "true"


def _constant(body: Node) -> str:
    if body.get("isnull"):
        return "null"
    for kind in ("sval", "ival", "fval", "boolval", "bsval"):
        if kind in body:
            return _PLAIN[_KINDS[kind]](body[kind])
    return ""


def _listed(body: Node) -> str:
    return ", ".join(map(plain, body.get("items", ())))


def _dotted(nodes: Iterable[Node]) -> str:
    return ".".join(part for part in strings(nodes) if part != "pg_catalog")


_KINDS = {"sval": "String", "ival": "Integer", "fval": "Float", "boolval": "Boolean"}
_KINDS["bsval"] = "BitString"
_PLAIN: dict[str, Callable[[Node], str]] = {
    "String": lambda body: str(body.get("sval", "")),
    "Integer": lambda body: str(body.get("ival", 0)),
    "Float": lambda body: str(body.get("fval", "")),
    "Boolean": lambda body: "true" if body.get("boolval") else "false",
    "BitString": lambda body: str(body.get("bsval", "")),
    "A_Const": _constant,
    "List": _listed,
    "TypeName": lambda body: _dotted(body.get("names", ())),
    "TypeCast": lambda body: plain(body.get("arg")),
    "ColumnRef": lambda body: _dotted(body.get("fields", ())),
    "RoleSpec": role,
    "A_Star": lambda _: "*",
}
