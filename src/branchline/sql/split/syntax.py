"""What quotes, comments and separating lines look like, by dialect.

Each follows the server's own scanner, not the standard: MySQL and SQLite end a
line comment at LF only, SQL Server nests block comments, and a `--` of MySQL
needs a blank after it. A reader that guesses otherwise can be made to take a
statement for a comment.
"""

import re
from collections.abc import Mapping
from functools import cache

from branchline.model.regex import regex
from branchline.model.value import value


@value
class Syntax:
    """How to scan one dialect: patterns that find, and patterns that match at a place."""

    plain: re.Pattern[str]
    """The next character that matters where bodies cannot occur."""
    words: re.Pattern[str]
    """The same, and every word (group `word`)."""
    every: re.Pattern[str]
    """The same, and every other mark: for a delimiter of the user's own."""
    line: re.Pattern[str]
    """A line that separates: `GO`, `/`, `DELIMITER`; never matches where there is none."""
    comment: re.Pattern[str]
    client: re.Pattern[str]
    quotes: Mapping[str, re.Pattern[str]]
    nested: bool = False


@cache
def syntax(dialect: str) -> Syntax:
    """Return the scanner of a dialect; an unknown one is scanned as standard SQL."""
    marks, quotes = _QUOTES.get(dialect, _STANDARD)
    line = rf"(?P<line>{_LINE_START}(?:{_LINES.get(dialect, _NEVER)}))"
    word = r"(?P<word>[^\W\d]\w*+)" if dialect in _MYSQL else r"(?P<word>[^\W\d][\w$#]*+)"
    stops = rf"[;/\-{marks}]"
    before = f"{line}|" if dialect in _LINES else ""
    return Syntax(
        plain=regex(before + stops, re.IGNORECASE),
        words=regex(rf"{before}{word}|{stops}|[():]", re.IGNORECASE),
        every=regex(rf"{before}{word}|[^\w\s]", re.IGNORECASE),
        line=regex(line, re.IGNORECASE),
        comment=regex(_COMMENTS.get(dialect, r"--[^\r\n]*+")),
        client=regex(_CLIENT.get(dialect, _NEVER), re.IGNORECASE),
        quotes={mark: regex(_FORMS[form], re.DOTALL) for mark, form in quotes.items()},
        nested=dialect in {"postgres", "tsql"},
    )


_MYSQL = ("mysql", "mariadb")
_NEVER = r"(?!)"
_LINE_START = r"(?<![^\r\n\ufeff])[ \t]*+"
_LINE_END = r"[ \t]*+(?![^\r\n])"

_LINES = {
    "tsql": rf"GO(?:[ \t]++\d++)?+[ \t]*+(?:--[^\r\n]*+)?+{_LINE_END}",
    "oracle": rf"/{_LINE_END}",
    "mysql": r"DELIMITER[ \t]++(?P<delimiter>\S++)[^\r\n]*+",
    "mariadb": r"DELIMITER[ \t]++(?P<delimiter>\S++)[^\r\n]*+",
}

_COMMENTS = {
    "mysql": r"(?:#|--(?=[\x00-\x20]|\Z))[^\n]*+",
    "mariadb": r"(?:#|--(?=[\x00-\x20]|\Z))[^\n]*+",
    "sqlite": r"--[^\n]*+",
}

_SQLPLUS = (
    r"(?:@|(?:prompt|spool|whenever|rem|remark|show|exit|quit|connect|define|undefine"
    r"|set(?!\s+(?:role|transaction|constraints?)\b))\b)[^\r\n]*+"
)
_CLIENT = {
    "postgres": r"\\(?!;)[^\r\n]*+",
    "sqlite": r"\.[a-z][^\r\n]*+",
    "mysql": r"(?:\\|source\s)[^\r\n]*+",
    "mariadb": r"(?:\\|source\s)[^\r\n]*+",
    "tsql": r":[a-z!][^\r\n]*+",
    "oracle": _SQLPLUS,
}

# Possessive throughout: a quote that never closes is given up in one pass.
_FORMS = {
    "'": r"'[^']*+(?:''[^']*+)*+'",
    '"': r'"[^"]*+(?:""[^"]*+)*+"',
    "`": r"`[^`]*+(?:``[^`]*+)*+`",
    "\\'": r"'(?:[^'\\]++|\\.|'')*+'",
    '\\"': r'"(?:[^"\\]++|\\.|"")*+"',
    "[": r"\[[^\]]*+\]",
    "[[": r"\[[^\]]*+(?:\]\][^\]]*+)*+\]",
    # E'a' goes on after a line break and 'b', still with escapes. Source: PostgreSQL's scan.l.
    "E": r"'(?:[^'\\]++|\\.|'')*+'"
    r"(?:[ \t\f\v]*+[\r\n](?:[ \t\f\v\r\n]|--[^\r\n]*+[\r\n])*+'(?:[^'\\]++|\\.|'')*+')*+",
}

_STANDARD = (r"'\"", {"'": "'", '"': '"'})
_QUOTES = {
    "postgres": (r"'\"$\\", {"'": "'", '"': '"', "E": "E"}),
    "sqlite": (r"'\"`\[", {"'": "'", '"': '"', "`": "`", "[": "["}),
    "oracle": (r"'\"", {"'": "'", '"': '"', "Q": "'"}),
    "tsql": (r"'\"\[", {"'": "'", '"': '"', "[": "[["}),
    "mysql": (r"'\"`#", {"'": "\\'", '"': '\\"', "`": "`"}),
    "mariadb": (r"'\"`#", {"'": "\\'", '"': '\\"', "`": "`"}),
}
