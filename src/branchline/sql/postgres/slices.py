"""Cut expressions out of a statement's text.

The tree tells where the parts of an expression start, never where it ends: the
text runs from its first part past its last one, up to the first mark that
cannot belong to it.
"""

import re

from branchline.model.regex import regex
from branchline.sql.postgres.tree import Source


def expression_text(source: Source, low: int, high: int) -> str:
    """Return an expression, given where its first and its last part start (-1: nowhere)."""
    if low < 0:
        return ""
    start, depth, end, before = low, 0, len(source.text), ""
    for token in TOKEN.finditer(source.text, start):
        mark, at = token.group().lower(), token.start()
        if mark in _OPENING:
            depth += 1
        elif depth:
            depth -= mark in _CLOSING
        elif mark == ")" and at < high:
            start = max(source.text.rfind("(", 0, start), 0)
        elif at > high and _ENDS.fullmatch(mark) and before not in _GOES_ON:
            end = at
            break
        before = mark
    return source.slice(start, end).strip()


def bound_text(source: Source, low: int, lists: int) -> str:
    """Return what starts at `low` and ends with so many lists in parentheses."""
    depth = 0
    for token in TOKEN.finditer(source.text, low):
        depth += (token.group() == "(") - (token.group() == ")")
        lists -= token.group() == ")" and not depth
        if not lists:
            return source.slice(low, token.end())
    return ""


# Quotes and comments are passed over whole; words and brackets are looked at.
TOKEN = regex(
    r"""[eE]'(?:[^'\\]|\\.|'')*+'?|'(?:[^']|'')*+'?|"(?:[^"]|"")*+"?|--[^\n]*|/\*.*?\*/"""
    r"""|(\$\w*\$).*?\1|[A-Za-z_\x80-\xff][\w$\x80-\xff]*|[(),;\[\]]""",
    re.DOTALL,
)
_OPENING = frozenset("([")
_CLOSING = frozenset(")]")
_GOES_ON = frozenset({"is", "not"})
_ENDS = regex(
    r"[,;)\]]|asc|desc|nulls|collate|check|constraint|default|deferrable|enforced|execute|fetch|for"
    r"|generated|group|having|initially|limit|not|null|offset|on|order|primary|references"
    r"|returning|set|stored|union|unique|using|virtual|when|where|window"
)
