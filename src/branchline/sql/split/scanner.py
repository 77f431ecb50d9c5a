"""Find where a quote or a comment ends.

Pushed text is hostile: one that never closes must not be searched for again and
again. Whatever once ran into the end of the text has, from there on, only its
own line to close in; nothing is lost, for its closing mark did not follow.
"""

import re

from branchline.model.regex import regex
from branchline.sql.split.syntax import Syntax


class Scanner:
    """The quotes and comments of one text in one dialect.

    `close` answers with the offset after the construct that starts at `at`, or
    None where it never ends.
    """

    def __init__(self, text: str, syntax: Syntax) -> None:
        """Remember nothing yet: which constructs never close is learnt on the way."""
        self._text = text
        self._syntax = syntax
        self._nested = syntax.nested
        self._unnested = -1
        self._endless: set[str] = set()
        self._last: dict[str, int] = {}

    def comment(self, at: int) -> int | None:
        """Return the end of a line comment, or None when none starts here."""
        found = self._syntax.comment.match(self._text, at)
        return found.end() if found else None

    def block_comment(self, at: int) -> int | None:
        """Return the offset after `*/`, nested where the dialect nests."""
        if at == self._unnested:
            return None
        if self._nested:
            nested = self._nest(at)
            self._nested = nested is not None
            self._unnested = -1 if self._nested else at
            return nested
        end = self._text.find("*/", at + 2, self._limit("/*", at))
        return self._closed("/*", None if end < 0 else end + 2)

    def first_close(self, at: int) -> int:
        """Return where to go on after a block comment that never ends: at its first `*/`."""
        end = self._text.find("*/", at + 2, self._limit("/*", at))
        return self.line_end(at) if end < 0 else end + 2

    def quote(self, at: int) -> int | None:
        """Return the offset after the string or identifier that opens with this mark."""
        mark = self._text[at]
        if mark == "'":
            prefix = _PREFIX.search(self._text, max(at - 3, 0), at)
            letter = prefix.group()[-1].upper() if prefix else ""
            if letter == "Q" and letter in self._syntax.quotes:
                return self._alternative(at)
            if letter in self._syntax.quotes:
                mark = letter
        found = self._syntax.quotes[mark].match(self._text, at, self._limit(mark, at))
        return self._closed(mark, found.end() if found else None)

    def dollar(self, at: int) -> int | None:
        """Return the offset after a dollar quote; `at` itself when this `$` is none."""
        found = _DOLLAR.match(self._text, at)
        if not found or _INNER.match(self._text[at - 1 : at]):
            return at
        return self._find(found.group(), found.end(), _DOLLARS)

    def data_end(self, at: int) -> re.Match[str] | None:
        """Return the line, a backslash and a dot, that ends the data of a `COPY`."""
        found = None if "copy" in self._endless else _DATA_END.search(self._text, at)
        self._closed("copy", found.end() if found else None)
        return found

    def line_end(self, at: int) -> int:
        """Return the offset of the line end at or after this place."""
        found = _LINE_END.search(self._text, at)
        return found.start() if found else len(self._text)

    def _nest(self, at: int) -> int | None:
        depth = 0
        for found in _NESTING.finditer(self._text, at):
            depth += 1 if found.group() == "/*" else -1
            if not depth:
                return found.end()
        return None

    def _alternative(self, at: int) -> int | None:
        opener = self._text[at + 1 : at + 2]
        closer = _PAIRS.get(opener, opener) + "'"
        return self._find(closer, at + 2, _CLOSERS)

    def _find(self, closer: str, at: int, every: re.Pattern[str]) -> int | None:
        """Search only for what is known to follow: tags are endless in number."""
        if not self._last:
            self._last = {found.group(1): found.start() for found in every.finditer(self._text)}
        if self._last.get(closer, -1) < at:
            return None
        return self._text.index(closer, at) + len(closer)

    def _limit(self, kind: str, at: int) -> int:
        return self.line_end(at) if kind in self._endless else len(self._text)

    def _closed(self, kind: str, end: int | None) -> int | None:
        if end is None:
            self._endless.add(kind)
        return end


_DATA_END = regex(r"(?<![^\r\n])\\\.[ \t]*+(?![^\r\n])")
_LINE_END = regex(r"[\r\n]")
_NESTING = regex(r"/\*|\*/")
# What may stand in a name: as PostgreSQL has it, all that is not ASCII too. Written as what may
# not, for a range up to the last character takes 4 ms to compile.
_NAME_START = r"[^\x00-@\[-^`{-\x7f]"
_NAME = r"[^\x00-/:-@\[-^`{-\x7f]"
_INNER = regex(r"[^\x00-#%-/:-@\[-^`{-\x7f]")
_PREFIX = regex(rf"(?<!{_INNER.pattern})(?:[eE]|[nN]?[qQ])\Z")
_DOLLAR = regex(rf"\$(?:{_NAME_START}{_NAME}*+)?+\$")
_DOLLARS = regex(rf"(?=({_DOLLAR.pattern}))\$")
_CLOSERS = regex(r"(?=(.'))", re.DOTALL)
_PAIRS = {"[": "]", "(": ")", "{": "}", "<": ">"}
