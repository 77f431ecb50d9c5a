"""DO blocks: the statements in a PL/pgSQL body that can be read before it runs.

What stands under IF or in a loop counts as done; what EXECUTE builds at run
time cannot be known. A literal EXECUTE is as plain as a statement.
"""

from collections.abc import Iterator
from typing import Any

from branchline.model.operations.base import Operation
from branchline.model.operations.session import RunBlock
from branchline.sql.postgres.facts import Facts
from branchline.sql.postgres.grammar import Refused, parse, parse_block
from branchline.sql.postgres.tree import Node, Reader, Source, items, plain


def do_block(node: Node, source: Source) -> Iterator[Operation]:
    """Read DO: first the block itself, then what could be read from it."""
    given = {
        part["DefElem"].get("defname"): part["DefElem"].get("arg", {}) for part in node["args"]
    }
    language = plain(given.get("language")) or "plpgsql"
    if language != "plpgsql":
        yield RunBlock(language, dynamic=True)
        return
    try:
        tree = parse_block(plain(items(given.get("as", {}))[0]))
    except Refused:
        yield RunBlock(language, dynamic=True)
        return
    queries = list(_queries(tree))
    built = [_built(query) for kind, query in queries if kind in _DYNAMIC]
    texts = [_literal(query) if kind in _DYNAMIC else query for kind, query in queries]
    yield RunBlock(language, dynamic=None in texts, unquoted=any(built))
    for text in texts:
        if text is not None:
            yield from source.read_text(text)


def _queries(tree: Node) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of each statement of the block, in order."""
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        if type(node) is list:
            stack.extend(reversed(node))
            continue
        for kind, body in node.items():
            field = _FIELDS.get(kind)
            query = body.get(field, {}).get("PLpgSQL_expr", {}).get("query") if field else None
            if query:
                yield kind, query
        stack.extend(body for body in reversed(node.values()) if type(body) in {dict, list})


def _expression(query: str) -> Node | None:
    try:
        [statement], _ = parse(f"SELECT {query}")
        return dict(statement["SelectStmt"]["targetList"][0]["ResTarget"]["val"])
    except (Refused, ValueError, KeyError):
        return None


def _literal(query: str) -> str | None:
    """Return the text of an EXECUTE of one string, None when it is built at run time."""
    found = _expression(query)
    return plain(found) if found and "sval" in found.get("A_Const", {}) else None


def _built(query: str) -> bool:
    """Whether a dynamic statement takes in a value that nothing quotes."""
    found = _expression(query)
    if found is None:
        return False
    facts = Facts(found)
    return bool(facts.columns) and "A_Expr" in found and not _QUOTING & facts.functions.keys()


_DYNAMIC = frozenset({"PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"})
_QUOTING = frozenset({"format", "quote_ident", "quote_literal", "quote_nullable"})
_FIELDS = {
    "PLpgSQL_stmt_execsql": "sqlstmt",
    "PLpgSQL_stmt_perform": "expr",
    "PLpgSQL_stmt_call": "expr",
    "PLpgSQL_stmt_dynexecute": "query",
    "PLpgSQL_stmt_dynfors": "query",
    "PLpgSQL_stmt_fors": "query",
}
READERS: dict[str, Reader] = {"DoStmt": do_block}
