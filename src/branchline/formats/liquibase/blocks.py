"""One `changeSet` of YAML, JSON or XML: its SQL, its way back, and the changes that are neither.

A change that is no SQL is named in the attributes; nobody reads it yet.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from branchline.formats.liquibase.checksums import changeset_sum, sql_sum
from branchline.formats.liquibase.formatted import Written
from branchline.formats.liquibase.nodes import MalformedError, Node
from branchline.formats.liquibase.properties import Properties, TooLongError
from branchline.model.effects import Engine, engine_of


class Texts(NamedTuple):
    """Where SQL comes from: `file` returns path and text that a `sqlFile` names."""

    file: Callable[[Node], tuple[str, str]]
    properties: Properties
    dialect: str


class _Sql(NamedTuple):
    text: str
    path: str
    line: int
    sum: str


def changeset(node: Node, texts: Texts) -> Written:
    """Read a changeset.

    Raises:
        MalformedError: it has no id, or names a file that is not there.
    """
    id_, author = node.said("id"), node.said("author")
    if not id_:
        raise MalformedError(f"has a changeSet without id at line {node.line}")
    changes = [one for one in _changes(node) if one.name not in _SAID]
    line = min((each.line for each in node.children), default=node.line)
    try:
        pieces = [_sql(one, texts) for one in changes if one.name in _SQL]
        undo = _undo(node, texts)
    except TooLongError:
        raise MalformedError(f"has properties without end at line {node.line}") from None
    own = [piece for piece in pieces if piece is not None]
    others = [one for one in changes if one.name not in _SQL]
    attributes = _attributes(node, others)
    if not node.named("rollback") and others and not own:
        attributes += (("rollback", "automatic"),) * all(o.name in _INVERSE for o in others)
    script, source, start = _joined(own, line)
    back, back_source, back_start = _joined(undo or [], line)
    return Written(
        id_,
        author,
        line,
        node.said("logicalFilePath"),
        "",
        script,
        None if undo is None else back,
        attributes,
        sum=_sum(own, others),
        source=source,
        script_line=start,
        undo_source=back_source,
        undo_line=back_start,
    )


_SQL = frozenset({"sql", "sqlFile"})
_ATTRIBUTES = (
    "runAlways", "runOnChange", "runInTransaction", "failOnError", "ignore", "runOrder",
    "dbms", "labels", "runWith",
)  # fmt: skip
_SAID = frozenset(
    {*_ATTRIBUTES, "id", "author", "context", "contextFilter", "logicalFilePath", "comment"}
    | {"preConditions", "validCheckSum", "validCheckSums", "rollback", "modifySql", "created"}
    | {"objectQuotingStrategy", "onValidationFail", "runWithSpoolFile", "alwaysRun", "changes", ""}
)
_INVERSE = frozenset(
    {"addColumn", "addDefaultValue", "addForeignKeyConstraint", "addLookupTable"}
    | {"addNotNullConstraint", "addPrimaryKey", "addUniqueConstraint", "createIndex"}
    | {"createSequence", "createTable", "createView", "dropNotNullConstraint", "renameColumn"}
    | {"renameSequence", "renameTable", "renameView", "tagDatabase", "empty", "output"}
)


def _changes(node: Node) -> list[Node]:
    return [*node.children, *(one for each in node.named("changes") for one in each.children)]


def _attributes(node: Node, others: list[Node]) -> tuple[tuple[str, str], ...]:
    found = [(name, said) for name in _ATTRIBUTES if (said := node.said(name))]
    found = [(n, s.lower() if s.lower() in {"true", "false"} else s) for n, s in found]
    if context := node.said("contextFilter", "context"):
        found.append(("context", context))
    if node.said("alwaysRun").lower() == "true":
        found.append(("runAlways", "true"))
    found += [("preconditions", "present")] * bool(node.named("preConditions"))
    found += [("modifySql", "present")] * bool(node.named("modifySql"))
    found += [("change", one.name) for one in others]
    return tuple(found)


def _sql(node: Node, texts: Texts) -> _Sql | None:
    engine = Engine(texts.dialect)
    if engine_of(node.said("dbms"), engine) != engine:
        return None
    if node.name == "sqlFile":
        path, text = texts.file(node)
        return _Sql(text, path, 1, sql_sum(text))
    inner = node.named("sql")
    line, text = (inner[0].line, inner[0].text) if inner else (node.line, node.text)
    filled = texts.properties.fill(text)
    return _Sql(filled, "", line, sql_sum(filled.strip()))


def _undo(node: Node, texts: Texts) -> list[_Sql] | None:
    found = node.named("rollback")
    if not found:
        return None
    pieces: list[_Sql] = []
    for back in found:
        inner = [one for one in back.children if one.name in {"", *_SQL}]
        for one in inner:
            piece = _sql(one._replace(name=one.name or "sql"), texts)
            pieces += [piece] if piece else []
        if back.text.strip():
            pieces.append(_Sql(texts.properties.fill(back.text), "", back.line, ""))
    return pieces


def _sum(own: list[_Sql], others: list[Node]) -> str:
    if not others:
        return changeset_sum(piece.sum for piece in own)
    told = "\n".join([*(piece.sum for piece in own), *map(_told, others)])
    return f"sha256:{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _told(node: Node) -> str:
    inner = ",".join(_told(child) for child in node.children)
    return f"{node.name!r}({node.text.strip()!r}{inner})"


def _joined(pieces: list[_Sql], line: int) -> tuple[str, str, int]:
    """Return one text, the file it stands in (empty: the changelog itself), and its line."""
    if len({piece.path for piece in pieces}) == 1 and pieces[0].path:
        return ";\n".join(piece.text for piece in pieces), pieces[0].path, 1
    parts: list[str] = []
    at = line
    for piece in pieces:
        if parts:
            parts.append("\n" if parts[-1].rstrip().endswith(";") else ";\n")
            at += 1
        gap = 0 if piece.path else max(0, piece.line - at)
        parts += "\n" * gap, piece.text
        at += gap + piece.text.count("\n")
    return "".join(parts), "", line
