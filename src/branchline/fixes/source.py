"""A file's text, and where in it a statement stands with all that belongs to it.

The comment lines directly above a statement are about it, and go where it
goes; what branchline or a format reads in them (`marks`) stays.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from branchline.fixes.edits import Edit
from branchline.formats.marks import marks
from branchline.model.statement import Statement


class Block(NamedTuple):
    """A statement in a file.

    `first` to `last` are the statement's own characters, `start` to `stop`
    also its comments, its terminator and the end of its line. `alone` says
    that nothing else stands on its lines.
    """

    start: int
    first: int
    last: int
    stop: int
    alone: bool


class Source:
    """One file, decoded; what is asked of it costs the statement, not the file."""

    def __init__(self, path: str, text: str, dialect: str = "postgres") -> None:
        self.path = path
        self.text = text
        self.newline = _newline(text)
        bom = 1 if text.startswith("\ufeff") else 0
        self._starts = [bom, *(found.end() for found in _LINE_END.finditer(text))]
        self._marks = {mark.start + bom for mark in marks(text[bom:], dialect)}

    @property
    def top(self) -> int:
        """Where the text begins, after a byte order mark."""
        return self._starts[0]

    def block(self, statement: Statement) -> Block | None:
        """Return where a statement stands; None when the file does not say it there."""
        place = statement.place
        if not 0 < place.line <= len(self._starts):
            return None
        first = self._starts[place.line - 1] + place.column - 1
        last = first + len(statement.text)
        if not statement.text or self.text[first:last] != statement.text:
            return None
        stop = self._terminated(last) if statement.terminated else last
        end = _REST.match(self.text, stop)
        begins = self._starts[place.line - 1]
        own_line = not self.text[begins:first].strip()
        if own_line and end:
            return Block(self._lead(begins), first, last, end.end(), alone=True)
        spaces = _SPACES.match(self.text, stop)
        return Block(first, first, last, spaces.end() if spaces else stop, alone=False)

    def blocks(self, statements: Iterable[Statement]) -> tuple[Block, ...] | None:
        """Return the blocks of statements in order; None when one is not there."""
        found = tuple(self.block(statement) for statement in statements)
        known = tuple(block for block in found if block is not None)
        return known if len(known) == len(found) else None

    def moved(self, statement: Statement, text: str) -> str:
        """Return `text`, which takes a statement's place elsewhere, with the comments around it."""
        block = self.block(statement)
        if block is None or not block.alone:
            return f"{text};"
        lead = self.text[block.start : self._line_of(block.first)]
        end = self._terminated(block.last) if statement.terminated else block.last
        return f"{lead}{text};{self.text[end : block.stop].rstrip()}"

    def without(self, block: Block) -> tuple[int, int]:
        """Return what to cut so that a statement is gone, and no gap is left behind it."""
        start, stop = block.start, block.stop
        if self._undo_line(block):
            end = _REST.match(self.text, stop)
            return (self._line_of(block.first), end.end()) if end else (start, stop)
        if block.alone and (start <= self.top or not self._line_above(start).strip()):
            blank = _BLANK_LINES.match(self.text, stop)
            stop = blank.end() if blank else stop
        return start, stop

    def before(self, statement: Statement, added: Iterable[str]) -> Edit | None:
        """Return what puts statements right before another, above its comments."""
        block = self.block(statement)
        if block is None:
            return None
        begins = self._line_of(block.first)
        undo_line = self._undo_line(block)
        if undo_line or block.alone:
            indent = undo_line or self.text[begins : block.first]
            text = "".join(f"{indent}{sql};{self.newline}" for sql in added)
            at = begins if undo_line else block.start
        else:
            text, at = "".join(f"{sql}; " for sql in added), block.first
        return Edit(self.path, at, at, text)

    def _undo_line(self, block: Block) -> str:
        """Return what makes a comment line one of the way back, where the statement begins it."""
        above = self.text[self._line_of(block.first) : block.first]
        return above if _UNDO_LINE.fullmatch(above) else ""

    def _lead(self, begins: int) -> int:
        """Return where the comment lines end that stand directly above a line."""
        while begins > self.top:
            above = self._line_of(begins - 1)
            line = self.text[above:begins]
            if above in self._marks or _TOOLS.match(line) or not _COMMENT_LINE.fullmatch(line):
                break
            begins = above
        return begins

    def _line_above(self, begins: int) -> str:
        return self.text[self._line_of(begins - 1) : begins]

    def _line_of(self, offset: int) -> int:
        return self._starts[bisect_right(self._starts, offset) - 1]

    def _terminated(self, last: int) -> int:
        found = _TERMINATOR.match(self.text, last)
        return found.end() if found else last


def _newline(text: str) -> str:
    found = _LINE_END.search(text)
    return found.group() if found else "\n"


_LINE_END = re.compile(r"\r\n?|\n")
_COMMENT_LINE = re.compile(
    r"[ \t]*+(?:--[^\r\n]*+|/\*(?:[^*\r\n]++|\*(?!/))*+\*/[ \t]*+)(?:\r\n?|\n)"
)
_TOOLS = re.compile(r"[ \t]*+--[ \t]*+(?:migrate:(?:up|down)|\+goose)\b", re.IGNORECASE)
"""What other tools read in their files: it is about no statement, and stays."""
_UNDO_LINE = re.compile(r"[ \t]*+--rollback[ \t]++", re.IGNORECASE)
_TERMINATOR = re.compile(r"(?:\s++|--[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+;")
_REST = re.compile(r"[ \t]*+(?:--[^\r\n]*+|/\*(?:[^*\r\n]++|\*(?!/))*+\*/[ \t]*+)?+(?:\r\n?|\n|\Z)")
_SPACES = re.compile(r"[ \t]*+")
_BLANK_LINES = re.compile(r"(?:[ \t]*+(?:\r\n?|\n))*+")
