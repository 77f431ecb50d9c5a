"""The changes of a changeset, each as SQL with its place, and as its part of the checksum.

SQL stands where its text does, what is made of a change on the change's own line: so a
finding points at what a person wrote. A change that only Liquibase can write has no SQL.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from branchline.formats.liquibase.changes import Change, change, change_sum, csv_sum
from branchline.formats.liquibase.checksums import sql_sum
from branchline.formats.liquibase.fields import FIELDS
from branchline.formats.liquibase.nodes import Node
from branchline.formats.liquibase.properties import Properties
from branchline.formats.liquibase.rendering import UnrenderedError, rendered
from branchline.model.effects import Engine, engine_of
from branchline.model.value import replace


class Texts(NamedTuple):
    """Where SQL comes from: `file` returns path and text that a change names, by which key."""

    file: Callable[[Node, str], tuple[str, str]]
    properties: Properties
    dialect: str


class Piece(NamedTuple):
    """One change: its SQL, the file that stands in (empty: the changelog), its line and sum.

    `unrendered` says why there is no SQL; `sum` is empty where nobody but
    Liquibase can tell it.
    """

    name: str
    text: str = ""
    path: str = ""
    line: int = 0
    sum: str = ""
    unrendered: str = ""


def piece(node: Node, texts: Texts) -> Piece | None:
    """Read one change; None for one that is for other databases.

    Raises:
        MalformedError: it names a file that is not there.
        TooLongError: its properties have no end.
    """
    engine = Engine(texts.dialect)
    if node.name in _TARGETED and engine_of(node.said("dbms"), engine) != engine:
        return None
    if node.name in _SQL:
        return _sql(node, texts)
    if node.name in FIELDS:
        return _change(node, texts)
    why = "is of a type that only Liquibase knows"
    return Piece(node.name, line=node.line, unrendered=why)


def told(node: Node) -> str:
    """Return a stand-in for the sum of what only Liquibase can sum: equal while it is."""
    return sha256(_told(node).encode("utf-8", "surrogatepass")).hexdigest()


_SQL = frozenset({"sql", "sqlFile"})
_TARGETED = frozenset({"sql", "sqlFile", "insert", "createProcedure"})
_CSV = frozenset({"loadData", "loadUpdateData"})


def _sql(node: Node, texts: Texts) -> Piece:
    if node.name == "sqlFile":
        path, text = texts.file(node, "path")
        return Piece("sqlFile", text, path, 1, sql_sum(text))
    inner = node.named("sql")
    line, text = (inner[0].line, inner[0].text) if inner else (node.line, node.text)
    filled = texts.properties.fill(text)
    return Piece("sql", filled, "", line, sql_sum(filled))


def _change(node: Node, texts: Texts) -> Piece:
    found, source = change(node, texts.properties.fill), ""
    if found.name in _CSV:
        _, rows = texts.file(node, "file")
        total = csv_sum(found, rows)
    else:
        if FIELDS[found.name].body and node.said("path"):
            source, text = texts.file(node, "path")
            found = replace(found, text=texts.properties.fill(text), text_line=1)
        total = change_sum(found)
    try:
        statements = rendered(found, texts.dialect)
    except UnrenderedError as error:
        return Piece(found.name, "", "", found.line, total, str(error))
    return Piece(found.name, _one_text(found, statements), source, _line(found), total)


def _one_text(found: Change, statements: tuple[str, ...]) -> str:
    """Join statements on one line, but for the lines of a text that was written in lines."""
    if not FIELDS[found.name].body:
        statements = tuple(_in_one_line(each) for each in statements)
    return "; ".join(each.rstrip().rstrip(";") for each in statements)


def _in_one_line(statement: str) -> str:
    return statement if "'" in statement or "--" in statement else " ".join(statement.split("\n"))


def _line(found: Change) -> int:
    return found.text_line if found.text else found.line


def _told(node: Node) -> str:
    inner = ",".join(_told(child) for child in node.children)
    return f"{node.name!r}({node.text.strip()!r}{inner})"
