"""Leave rows out of a long INSERT before it is read.

The thousandth row says no more about the statement than the first, and costs a
hundred times its size. What a left-out row holds is not looked at.
"""

import re
from functools import cache
from typing import NamedTuple


class Shortened(NamedTuple):
    """A text without its `removed` characters at `at`."""

    text: str
    at: int = 0
    removed: int = 0

    def original(self, offset: int) -> int:
        """Return where in the whole text a place in the short one is."""
        return offset + self.removed if offset >= self.at else offset


def shorten(text: str, dialect: str) -> Shortened:
    """Return the text with only the first rows of a long INSERT … VALUES."""
    if len(text) < _LONG:
        return Shortened(text)
    head = _head().match(text)
    if not head:
        return Shortened(text)
    rows = _rows(escapes=dialect in {"mysql", "mariadb"})
    whole = rows.match(text, head.end())
    end = whole.end() if whole else head.end()
    kept = rows.match(text, head.end(), min(head.end() + _KEPT, end))
    last = kept.end() if kept else head.end()
    return Shortened(text[:last] + text[end:], last, end - last)


@cache
def _head() -> re.Pattern[str]:
    name = r'(?:"[^"]++"|`[^`]++`|\[[^\]]++\]|[\w$#]++)'
    columns = rf"(?:\(\s*+{name}\s*+(?:,\s*+{name}\s*+)*+\)\s*+)?"
    table = rf"(?:{name}\s*+\.\s*+){{0,2}}{name}\s*+"
    insert = r"(?:insert(?:\s++or\s++\w++|\s++ignore)?|replace)\s++into\s++"
    return re.compile(rf"{insert}{table}{columns}values\s*+", re.IGNORECASE)


@cache
def _rows(*, escapes: bool) -> re.Pattern[str]:
    """Match whole rows and the comma after each; what is hard to tell ends the match."""
    string = r"'(?:[^'\\]|\\.)*+'" if escapes else r"'[^']*+'"
    plain = rf"[^()'\"`\[#/\\-]|-(?!-)|{string}"
    return re.compile(rf"(?:\((?:{plain}|\((?:{plain})*+\))*+\)\s*+,\s*+)*+", re.DOTALL)


_LONG = 32_000  # characters
_KEPT = 8_000  # characters
