"""A statement as tokens; comments and blanks are gone, quotes are undone.

sqlglot has a tokenizer, but importing it costs more than the rest of a hook,
and it glues words together (`ORDER BY`) that this reader wants apart. MySQL
runs what stands in `/*! … */`: there only the marks are skipped.
"""

import re
from functools import cache
from typing import NamedTuple

from branchline.sql.generic.refused import Refused


class Token(NamedTuple):
    """A word, name (quoted), string, number, variable, mark, or the end of the text.

    `key` is what it is compared by: a word in upper case, a mark as it is,
    empty for everything else. `text` has no quotes around it.
    """

    kind: str
    text: str
    start: int
    end: int
    key: str = ""


def tokens(text: str, dialect: str) -> list[Token]:
    """Return the tokens of a text, the last one being its end.

    Raises:
        Refused: a quote or comment is not closed, or a character has no place in SQL.
    """
    found: list[Token] = []
    pattern, nested = _pattern(dialect), dialect == "tsql"
    at = 0
    while (match := pattern.match(text, at)) is not None and match.lastgroup:
        start, at = match.span()
        kind = match.lastgroup
        if kind == "open":
            at = _comment_end(text, start, nested=nested)
        elif kind == "raw":
            at = _raw_end(text, start, at)
            found.append(Token("string", text[match.end() : at - 2], start, at))
        elif kind != "blank":
            found.append(_token(kind, match[0], start, at, dialect))
    if at < len(text):
        raise Refused(f"{_unknown(text[at])}", at)
    found.append(Token("end", "", len(text), len(text)))
    return found


def _token(kind: str, written: str, start: int, end: int, dialect: str) -> Token:
    match kind:
        case "word":
            return Token("word", written, start, end, written.upper())
        case "mark":
            return Token("mark", written, start, end, written)
        case "name" | "double":
            kind = "name" if kind == "name" or dialect not in _MYSQL else "string"
            return Token(kind, _inner(written, kind, dialect), start, end)
        case "string":
            return Token(kind, _inner(written[written.index("'") :], kind, dialect), start, end)
        case _:
            return Token(kind, written, start, end)


def _inner(written: str, kind: str, dialect: str) -> str:
    close, inside = written[-1], written[1:-1]
    inside = inside.replace(close * 2, close)
    if kind == "string" and dialect in _MYSQL and "\\" in inside:
        inside = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), inside)
    return inside


def _comment_end(text: str, start: int, *, nested: bool) -> int:
    depth = 0
    for mark in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0 or (mark[0] == "*/" and not nested):
            return mark.end()
    raise Refused("a comment is not closed", start)


def _raw_end(text: str, start: int, at: int) -> int:
    """Return where Oracle's `q'[…]'` ends, whose mark may be any character."""
    close = text.find(_CLOSING.get(text[at - 1], text[at - 1]) + "'", at)
    if close < 0:
        raise Refused("a quote is not closed", start)
    return close + 2


def _unknown(mark: str) -> str:
    return "a quote is not closed" if mark in "'\"`[" else f"unrecognized character {mark!r}"


@cache
def _pattern(dialect: str) -> re.Pattern[str]:
    mysql, tsql, oracle = dialect in _MYSQL, dialect == "tsql", dialect == "oracle"
    line = r"(?:#|--(?=\s|\Z))[^\n]*+" if mysql else r"--[^\n]*+"
    versioned = r"|/\*M?!\d*|\*/" if mysql else ""
    string = r"'(?:[^'\\]++|\\.|'')*+'" if mysql else r"'(?:[^']++|'')*+'"
    double = r'"(?:[^"\\]++|\\.|"")*+"' if mysql else r'"(?:[^"]++|"")*+"'
    brackets = r"|\[(?:[^\]]|\]\])*+\]" if tsql or dialect == "sqlite" else ""
    ticks = "" if tsql or oracle else r"|`(?:[^`]|``)*+`"
    raw = r"|(?P<raw>[nN]?[qQ]'\S)"
    start = r"[^\W\d]|[#_]" if tsql else r"[^\W\d]"
    return re.compile(
        rf"(?P<blank>\s++|{line}{versioned})|(?P<open>/\*)"
        rf"{raw if oracle else ''}"
        rf"|(?P<string>(?:{_PREFIXES[mysql]})?{string})|(?P<double>{double})"
        rf"|(?P<name>(?!){brackets}{ticks})"
        r"|(?P<number>0[xX][0-9a-fA-F]+(?!\w)|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![^\W\d]))"
        rf"|(?P<variable>{_VARIABLES.get(dialect, _BIND)})"
        rf"|(?P<word>(?:{start}|\$(?=\w))[\w$#]*+)"
        r"|(?P<mark>->>|<=>|::|:=|\|\||->|<<|>>|<>|<=|>=|!=|==|\+=|-=|[^\w\s'\"`\[\]#\\]"
        rf"{'' if brackets else '|[][]'})",
        re.DOTALL,
    )


_CLOSING = {"[": "]", "(": ")", "{": "}", "<": ">"}
_MYSQL = ("mysql", "mariadb")
_PREFIXES = {False: "[nNxXbB]", True: "[nNxXbB]|_[a-zA-Z0-9]+ *"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}
_BIND = r":[^\W]\w*|\?\d*"
_MYSQL_VARIABLES = r"@@?[\w$.]*(?:`[^`]*`)?|\?"
_VARIABLES = {
    "sqlite": r"[:@$]\w+|\?\d*",
    "mysql": _MYSQL_VARIABLES,
    "mariadb": _MYSQL_VARIABLES,
    "tsql": r"@@?[\w$#]+",
}
