"""SQL laid out where it stands in the file that it was found in.

A migration in Python or Ruby holds SQL in strings. All that looks at a script
counts lines from its start, so the strings are put on lines and columns of
their own file, and everything between them is left blank.
"""

from branchline.model.value import value


@value
class Piece:
    """A text and where it starts: line and column count from 1."""

    line: int
    column: int
    text: str


class Canvas:
    """A script being laid out, from the top of its file to the end.

    What comes too late for its line follows behind what stands there, and the
    next piece that has its line free has its place again.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._line, self._column = 1, 1
        self._open = False

    @property
    def is_empty(self) -> bool:
        """Whether no statement was put down."""
        return not self._parts

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)

    def statement(self, *pieces: Piece) -> None:
        """Put down SQL that stands in `pieces`, closed by a semicolon where it has none."""
        for piece in pieces:
            self._put(piece)
        last = next((piece.text for piece in reversed(pieces) if piece.text.strip()), "")
        if last and not last.rstrip().endswith(";"):
            comment = "--" in last.rpartition("\n")[2] or "#" in last.rpartition("\n")[2]
            self._write("\n;" if comment else ";")

    def comment(self, piece: Piece) -> None:
        """Put down a line of comment."""
        self._put(piece)
        self._write("\n")

    def _put(self, piece: Piece) -> None:
        if piece.line > self._line:
            self._write("\n" * (piece.line - self._line))
        if piece.line == self._line and piece.column > self._column:
            self._write(" " * (piece.column - self._column))
        elif self._column > 1:
            self._write(" ")
        self._write(piece.text)

    def _write(self, text: str) -> None:
        if not text:
            return
        self._parts.append(text)
        lines = text.count("\n")
        self._line += lines
        last = len(text) - text.rfind("\n") - 1
        self._column = last + 1 if lines else self._column + last
