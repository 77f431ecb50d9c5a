"""Leave rows out of a long INSERT before it is parsed.

A row is a hundred times its size as a tree, and the thousandth says no more
about the statement than the first. What a left-out row holds is not looked at:
neither its strings nor a mistake in it.
"""

import re
from functools import cache

from branchline.model.value import value

_LONG = 32_000  # characters
_KEPT = 16_000  # characters


@value
class Shortened:
    """A text without its `removed` characters at `at`."""

    text: str
    at: int = 0
    removed: int = 0

    def original(self, offset: int) -> int:
        """Return where in the whole text a place in the short one is."""
        return offset + self.removed if offset >= self.at else offset


def shorten(text: str) -> Shortened:
    """Return the text with only the first rows of a long INSERT … VALUES."""
    if len(text) < _LONG:
        return Shortened(text)
    head = _head().match(text)
    if not head:
        return Shortened(text)
    end = _skip(text, head.end(), len(text))
    last = _skip(text, head.end(), min(head.end() + _KEPT, end))
    return Shortened(text[:last] + text[end:], last, end - last)


def _skip(text: str, start: int, end: int) -> int:
    found = _rows().match(text, start, end)
    return found.end() if found else start


@cache
def _head() -> re.Pattern[str]:
    name = r'(?:"[^"]++"|[\w$]++)'
    columns = rf"(?:\(\s*+{name}\s*+(?:,\s*+{name}\s*+)*+\)\s*+)?"
    table = rf"(?:{name}\s*+\.\s*+)?{name}\s*+"
    return re.compile(rf"insert\s++into\s++{table}{columns}values\s*+", re.IGNORECASE)


@cache
def _rows() -> re.Pattern[str]:
    """Match whole rows and the comma after each; what is hard to tell ends the match."""
    plain = r"[^()'\"$/\\-]|-(?!-)|(?<![eE&])'[^']*+'"
    return re.compile(rf"(?:\((?:{plain}|\((?:{plain})*+\))*+\)\s*+,\s*+)*+")
