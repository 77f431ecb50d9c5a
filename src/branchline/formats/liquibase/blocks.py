"""One `changeSet` of YAML, JSON or XML: what it runs, its way back, and what it says of itself."""

from collections.abc import Iterator
from hashlib import sha256

from branchline.formats.liquibase.changes import element_sum
from branchline.formats.liquibase.checksums import changeset_sum
from branchline.formats.liquibase.fields import CHANGESET
from branchline.formats.liquibase.formatted import Written
from branchline.formats.liquibase.nodes import MalformedError, Node
from branchline.formats.liquibase.pieces import Piece, Texts, piece, told
from branchline.formats.liquibase.properties import TooLongError

__all__ = ["Texts", "changeset"]


def changeset(node: Node, texts: Texts) -> Written:
    """Read a changeset.

    Raises:
        MalformedError: it has no id, says what Liquibase refuses, or names a
            file that is not there.
    """
    id_, author = _filled(node, "id", texts), _filled(node, "author", texts)
    if not id_.strip():
        raise MalformedError(f"has a changeSet without id at line {node.line}")
    line = min((each.line for each in node.children), default=node.line)
    changes = _changes(node)
    try:
        found = [(each, piece(each, texts)) for each in changes]
        undo = _undo(node, texts)
    except TooLongError:
        raise MalformedError(f"has properties without end at line {node.line}") from None
    pieces = [each for _, each in found if each is not None]
    script, source, start = _joined(pieces, line)
    back, back_source, back_start = _joined(undo or [], line)
    return Written(
        id_,
        author,
        line,
        _filled(node, "logicalFilePath", texts).replace("\\", "/").removeprefix("/"),
        "",
        script,
        None if undo is None else back,
        (*_attributes(node, texts), *_notes(node, changes, pieces, undo)),
        sum=_sum(node, [(each, one) for each, one in found if one is not None]),
        source=source,
        script_line=start,
        undo_source=back_source,
        undo_line=back_start,
    )


_ATTRIBUTES = (
    "runAlways", "runOnChange", "runInTransaction", "failOnError", "ignore", "runOrder",
    "dbms", "labels", "runWith", "runWithSpoolFile", "onValidationFail", "objectQuotingStrategy",
    "created",
)  # fmt: skip
_INVERSE = frozenset(
    {"addColumn", "addDefaultValue", "addForeignKeyConstraint", "addLookupTable"}
    | {"addNotNullConstraint", "addPrimaryKey", "addUniqueConstraint", "createIndex"}
    | {"createSequence", "createTable", "createView", "dropNotNullConstraint", "renameColumn"}
    | {"renameSequence", "renameTable", "renameView", "tagDatabase", "empty", "output"}
)
_GUARDS = ("onFail", "onError", "onFailMessage", "onErrorMessage", "onSqlOutput", "onUpdateSQL")
_REFERENCE = ("changeSetPath", "changeSetId", "changeSetAuthor")
_SQLS = frozenset({"sql", "sqlFile"})


def _filled(node: Node, name: str, texts: Texts) -> str:
    return texts.properties.fill(node.given(name))


def _changes(node: Node) -> list[Node]:
    """Return the changes; an empty one (`empty: {}`) is one as well, an attribute is none."""
    own = [one for one in node.children if one.name not in CHANGESET]
    return own + [one for each in node.named("changes") for one in each.children if one.name]


def _attributes(node: Node, texts: Texts) -> Iterator[tuple[str, str]]:
    for name in _ATTRIBUTES:
        if said := _filled(node, name, texts).strip():
            yield name, said.lower() if said.lower() in {"true", "false"} else said
    if context := texts.properties.fill(node.said("contextFilter", "context")):
        yield "context", context
    if node.said("alwaysRun").lower() == "true":
        yield "runAlways", "true"
    if comment := node.said("comment"):
        yield "comment", texts.properties.fill(comment)
    for one in node.named("validCheckSum", "validCheckSums"):
        for each in one.children or [one]:
            if each.text.strip():
                yield "validCheckSum", each.text.strip()


def _notes(
    node: Node, changes: list[Node], pieces: list[Piece], undo: list[Piece] | None
) -> Iterator[tuple[str, str]]:
    for guard in node.named("preConditions"):
        said = [f"{name}:{text}" for name in _GUARDS if (text := guard.said(name))]
        yield "preconditions", " ".join(said) or "present"
        yield from ((f"precondition-{e.name}", _short(e)) for e in _conditions(guard))
    if node.named("modifySql"):
        yield "modifySql", "present"
    for one in changes:
        if one.name not in _SQLS:
            yield "change", one.name
    for each in (*pieces, *(undo or ())):
        if each.unrendered:
            yield "unrendered", f"{each.name} at line {each.line}, which {each.unrendered}"
    for back in node.named("rollback"):
        if back.named(*_REFERENCE):
            yield "rollback", "::".join(back.said(name) for name in _REFERENCE)
    if undo is None and all(_has_inverse(one) for one in changes):
        yield "rollback", "automatic"


def _has_inverse(one: Node) -> bool:
    return one.name in _INVERSE and one.said("replaceIfExists").lower() != "true"


def _conditions(guard: Node) -> Iterator[Node]:
    return (each for each in guard.children if each.name and each.name not in _GUARDS)


def _short(node: Node) -> str:
    said = [node.text.strip(), *(f"{each.name}:{each.text.strip()}" for each in node.children)]
    return " ".join(part for part in said if part)[:200]


def _undo(node: Node, texts: Texts) -> list[Piece] | None:
    found = node.named("rollback")
    if not found:
        return None
    pieces: list[Piece] = []
    for back in found:
        for one in back.children:
            if one.name in {*_REFERENCE, "comment"} or (not one.name and not one.text.strip()):
                continue
            read = piece(one._replace(name=one.name or "sql"), texts)
            pieces += [read] if read else []
        if back.text.strip():
            pieces.append(Piece("sql", texts.properties.fill(back.text), "", back.line))
    return pieces


def _sum(node: Node, found: list[tuple[Node, Piece]]) -> str:
    if all(one.sum for _, one in found):
        return changeset_sum((one.sum for _, one in found), _visitors(node))
    # Only Liquibase knows; ours tells whether anything was edited.
    parts = "\n".join(one.sum or told(each) for each, one in found)
    return f"sha256:{sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _visitors(node: Node) -> list[str]:
    sums = []
    for block in node.named("modifySql"):
        applies = "true" if block.said("applyToRollback").lower() == "true" else "false"
        for each in block.children:
            if each.name in _VISITORS:
                fields = {name: each.given(name) for name in _VISITORS[each.name]}
                given = {one.name for one in each.children}
                known = {name: text for name, text in fields.items() if name in given}
                sums.append(element_sum(each.name, {"applyToRollback": applies, **known}))
    return sums


_VISITORS = {
    "append": ("value",),
    "prepend": ("value",),
    "replace": ("replace", "with"),
    "regExpReplace": ("replace", "with"),
}


def _joined(pieces: list[Piece], line: int) -> tuple[str, str, int]:
    """Return one text, the file it stands in (empty: the changelog itself), and its line."""
    pieces = [each for each in pieces if each.text.strip()]
    if len({each.path for each in pieces}) == 1 and pieces[0].path:
        return ";\n".join(each.text for each in pieces), pieces[0].path, 1
    parts: list[str] = []
    at = line
    for each in pieces:
        start = max(at, each.line) if not each.path else at
        if parts and start == at:
            parts.append(" " if parts[-1].rstrip().endswith(";") else "; ")
        elif parts:
            parts.append("" if parts[-1].rstrip().endswith(";") else ";")
        text = each.text
        parts += "\n" * (start - at), text
        at = start + text.count("\n")
    return "".join(parts), "", line
