"""Where sqlglot is asked: expressions, queries and changes of rows.

It takes more than any server would, and a few things less; the definitions of
tables and all else that has a fixed form are read elsewhere.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect as Grammar
from sqlglot.errors import SqlglotError

from branchline.model.operations.base import Expression
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.facts import Facts
from branchline.sql.generic.grammar import accepted, without_rows
from branchline.sql.generic.refused import Refused
from branchline.sql.generic.truth import not_null, true


def condition(cursor: Cursor) -> Expression:
    """Return what rules need of the expression that a cursor covers."""
    start, text = cursor.offset, cursor.written()
    tree = _parse(text, cursor.dialect.name, start, exp.Condition)
    return described(tree, text, cursor)


def statement(cursor: Cursor) -> tuple[exp.Expr, str]:
    """Return the tree of a whole statement, and the text that it was made from."""
    start = cursor.offset
    short = without_rows(cursor, accepted(cursor))
    # sqlglot takes MySQL's VALUES for its function only.
    name = "sqlite" if cursor.sees("VALUES") else cursor.dialect.name
    try:
        tree = _parse(short.text, name, start, None)
    except Refused as refused:
        offset = start + short.original(refused.offset - start)
        raise Refused(refused.message, offset) from None
    if isinstance(tree, exp.Command):
        raise Refused("this statement is not known", start)
    return tree, short.text


def described(tree: exp.Expr, text: str, cursor: Cursor) -> Expression:
    """Return what rules need of an expression's tree; `text` is its own."""
    facts = Facts(tree, text, cursor.dialect)
    return Expression(
        text,
        constant=not (facts.columns or facts.functions or facts.subquery),
        null=isinstance(tree.unnest(), exp.Null),
        true=true(tree) is True,
        functions=tuple(facts.functions),
        columns=tuple(facts.columns),
        not_null=tuple(
            cursor.dialect.fold(name, quoted=False, column=True) for name in not_null(tree)
        ),
        subquery=facts.subquery,
        strings=tuple(facts.strings),
    )


def _parse(text: str, name: str, start: int, into: Any) -> exp.Expr:  # noqa: ANN401 - sqlglot's
    if len(text) > _LONGEST:
        raise Refused("the statement is too long to be judged", start)
    grammar = Grammar.get_or_raise(_GRAMMARS.get(name, name) if name in _KNOWN else None)
    try:
        with _quiet():
            parser, found = grammar.parser(), grammar.tokenize(text)
            trees = parser.parse_into(into, found, text) if into else parser.parse(found, text)
    except (
        SqlglotError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise _refused(error, text, start) from None
    if len(trees) != 1 or trees[0] is None:
        raise Refused("syntax error", start)
    return trees[0]


def _refused(error: Exception, text: str, start: int) -> Refused:
    [*_, found] = getattr(error, "errors", None) or [{}]
    line, column = found.get("line") or 0, found.get("col") or 0
    near = str(found.get("highlight") or "")
    lines = text.split("\n")
    if not (near and 0 < line <= len(lines)):
        return Refused("syntax error", start)
    before = sum(len(one) + 1 for one in lines[: line - 1])
    offset = max(before + column - len(near), 0)
    return Refused(f"syntax error at or near {near[:40]!r}", start + offset)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep sqlglot from writing what it falls back to on the terminal."""
    logger = logging.getLogger("sqlglot")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


_LONGEST = 2_000_000  # characters: sqlglot reads some 100,000 a second
_KNOWN = frozenset({"sqlite", "mysql", "mariadb", "tsql", "oracle"})
_GRAMMARS = {"mariadb": "mysql"}
