"""What a text is cut into: statements and comments, each with its place.

Offsets, lines and columns count characters, not bytes; a byte order mark takes
an offset but no column, as in editors.
"""

import re
from bisect import bisect_right

from branchline.model.value import value


@value
class Comment:
    """A comment: its words without `--`, `#` or `/* */`, and where it starts."""

    text: str
    line: int
    column: int
    offset: int


@value
class Piece:
    """One statement as written, without its terminator.

    `text` starts at the first token and ends at the last one, so
    `whole[offset:offset + len(text)] == text`; line and column are 1-based.
    `comments` are those since the statement before, those inside, and those
    after it on its last line. `problem` says why the cut is not to be trusted:
    `client command`, `unterminated string`, `unterminated identifier`,
    `unterminated dollar quote`, `unterminated comment`, `unterminated block`,
    `unterminated copy data` or `unbalanced parenthesis`. `data` holds the lines
    that follow a PostgreSQL `COPY … FROM STDIN`.

    A PL/SQL unit keeps its last `;`, which belongs to it; there `terminated`
    says whether a `/` followed.
    """

    text: str
    offset: int
    line: int
    column: int
    comments: tuple[Comment, ...] = ()
    terminated: bool = True
    problem: str = ""
    data: str = ""


@value
class Pieces:
    """A whole text: its statements, and the comments after the last of them."""

    pieces: tuple[Piece, ...]
    trailing: tuple[Comment, ...]


class Lines:
    """Where the lines of a text start; LF, CRLF and CR all end one."""

    def __init__(self, text: str, first: int = 0) -> None:
        """Find every line start once; the first line starts at this offset."""
        self._starts = [first, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of a character, both 1-based."""
        line = max(bisect_right(self._starts, offset), 1)
        return line, offset - self._starts[line - 1] + 1


def end(piece: Piece) -> tuple[int, int]:
    """Return line and column of the last character of a piece, both 1-based."""
    if "\n" not in piece.text and "\r" not in piece.text:
        return piece.line, piece.column + len(piece.text) - 1
    last = len(piece.text) - 1
    if "\r" in piece.text:
        line, column = Lines(piece.text).place(last)
    else:
        line = 1 + piece.text.count("\n", 0, last)
        column = last - piece.text.rfind("\n", 0, last)
    first = piece.column if line == 1 else 1
    return piece.line + line - 1, first + column - 1
