"""Walk a text from one character that matters to the next, and cut it there.

Every place is visited a bounded number of times, whatever the text: a statement
that runs into the end of the text is cut and read again only a few times.
"""

import re
from collections.abc import Iterator

from branchline.model.regex import regex
from branchline.sql.split.bodies import Body
from branchline.sql.split.kinds import kinds
from branchline.sql.split.pieces import Comment, Lines, Piece
from branchline.sql.split.scanner import Scanner
from branchline.sql.split.syntax import syntax


class Cutter:
    """One walk over one text; `trailing` is complete when `pieces` has ended."""

    def __init__(self, text: str, dialect: str) -> None:
        """Stand before the first statement."""
        self.trailing: tuple[Comment, ...] = ()
        self._text = text
        self._syntax = syntax(dialect)
        self._kinds = kinds(dialect)
        self._scanner = Scanner(text, self._syntax)
        self._at = 1 if text.startswith("\ufeff") else 0
        self._lines = Lines(text, self._at)
        self._delimiter = ""
        self._versions = dialect in {"mysql", "mariadb"}
        self._in_version = False
        self._comments: list[tuple[int, int]] = []
        self._rereads = 4

    def pieces(self) -> Iterator[Piece]:
        """Yield the statements in order."""
        while self._skip():
            yield self._client() or self._statement()
        self.trailing = self._take(len(self._text))

    def _skip(self) -> bool:
        """Go to the first character of a statement; False at the end of the text."""
        text, size = self._text, len(self._text)
        while self._at < size:
            self._at = _after(_FULL_LINES, text, self._at)
            line = self._syntax.line.match(text, self._at)
            if line:
                self._separate(line)
                continue
            self._at = at = _after(_BLANKS, text, self._at)
            if self._delimiter and text.startswith(self._delimiter, at):
                self._at += len(self._delimiter)
            elif text.startswith(";", at):
                self._at += 1
            elif self._in_version and text.startswith("*/", at):
                self._in_version = False
                self._at += 2
            elif (end := self._comment_end(at)) is not None:
                self._comments.append((at, end))
                self._at = end
            else:
                return at < size
        return False

    def _client(self) -> Piece | None:
        found = self._syntax.client.match(self._text, self._at)
        if not found:
            return None
        data = _COPY_COMMAND.match(found.group()) is not None
        return self._finish(found.start(), found.end(), found.end(), "client command", data=data)

    def _statement(self) -> Piece:
        start, body = self._at, Body(self._text, self._at, self._kinds)
        while found := self._stops(body.mode).search(self._text, self._at):
            piece = self._step(found, start, body)
            if piece:
                return piece
        problem, size = body.unclosed, len(self._text)
        if body.cut < 0 or not self._rereads:
            return self._finish(start, size, size, problem, terminated=False)
        self._rereads -= 1
        self._comments = [span for span in self._comments if span[0] < body.cut]
        return self._finish(start, body.cut, body.cut + 1, problem)

    def _stops(self, mode: str) -> re.Pattern[str]:
        if self._delimiter:
            return self._syntax.every
        return self._syntax.plain if mode in {"plain", "batch"} else self._syntax.words

    def _step(self, found: re.Match[str], start: int, body: Body) -> Piece | None:
        """Take what was found: a piece when it ends the statement."""
        at, kind = found.start(), found.lastgroup
        if kind == "line":
            directive = self._separate(found)
            return self._finish(start, at, found.end(), terminated=not directive)
        if self._delimiter and self._text.startswith(self._delimiter, at):
            return self._finish(start, at, at + len(self._delimiter))
        if kind == "word":
            body.word(found.group(), at)
            self._at = found.end()
            return None
        return self._mark(self._text[at], at, start, body)

    def _mark(self, mark: str, at: int, start: int, body: Body) -> Piece | None:
        if mark == ";":
            return self._semicolon(start, at, body)
        if mark == "\\" and self._syntax.client.match(self._text, at):
            return self._finish(start, at, at)
        end = self._construct(mark, at, body)
        self._at = at if end is None else end
        return self._broken(start, at, mark) if end is None else None

    def _semicolon(self, start: int, at: int, body: Body) -> Piece | None:
        self._at = at + 1
        if not body.semicolon(at):
            return None
        if body.unit and not body.unclosed:
            slash = self._syntax.line.match(self._text, _after(_FULL_LINES, self._text, at + 1))
            after = slash.end() if slash else at + 1
            return self._finish(start, at + 1, after, terminated=slash is not None)
        return self._finish(start, at, at + 1, body.unclosed, data=body.data)

    def _construct(self, mark: str, at: int, body: Body) -> int | None:
        """Return the offset after what this mark opens, or None where that never ends."""
        if mark in self._syntax.quotes or mark == "$":
            end = self._scanner.quote(at) if mark != "$" else self._scanner.dollar(at)
            if end is not None and end > at:
                body.mark("'", end)
            return at + 1 if end == at else end
        if self._versions and mark == "/":
            version = _VERSION.match(self._text, at)
            if version or (self._in_version and self._text[at - 1] == "*"):
                self._in_version = version is not None
                return version.end() if version else at + 1
        end = self._comment_end(at)
        if end is not None:
            self._comments.append((at, end))
            body.comment(at, end)
        elif self._text.startswith("/*", at):
            return None
        elif mark in "():":
            body.mark(mark, at + 1)
        return end or at + 1

    def _comment_end(self, at: int) -> int | None:
        if not self._text.startswith("/*", at):
            return self._scanner.comment(at)
        if self._versions and _VERSION.match(self._text, at):
            return None
        return self._scanner.block_comment(at)

    def _broken(self, start: int, at: int, mark: str) -> Piece:
        """Give up the line on which the quote or comment opens; go on after it."""
        block = mark == "/"
        after = self._scanner.first_close(at) if block else self._scanner.line_end(at)
        problem = _PROBLEMS.get(mark, "unterminated identifier")
        return self._finish(start, after, after, problem, terminated=False)

    def _separate(self, line: re.Match[str]) -> bool:
        """Go past a separating line; True for one that only sets the delimiter."""
        self._at = line.end()
        delimiter = line.groupdict().get("delimiter")
        if delimiter:
            bare = delimiter.strip("'\"`")
            self._delimiter = "" if bare == ";" else bare
        return bool(delimiter)

    def _finish(  # noqa: PLR0913
        self,
        start: int,
        stop: int,
        after: int,
        problem: str = "",
        *,
        terminated: bool = True,
        data: bool = False,
    ) -> Piece:
        """Make the piece, and stand after its terminator and what else is on that line."""
        self._at = after
        stop = self._trim(stop)
        if terminated:
            self._same_line()
        lines = ""
        if data:
            lines, missing = self._copied()
            problem = problem or missing
        limit = self._at if terminated else self._scanner.line_end(stop)
        line, column = self._lines.place(start)
        return Piece(
            self._text[start:stop],
            start,
            line,
            column,
            self._take(limit),
            terminated,
            problem,
            lines,
        )

    def _trim(self, stop: int) -> int:
        """Return the end of a statement without the blanks and comments behind it."""
        behind = len(self._comments)
        while True:
            while self._text[stop - 1] in _BLANK:
                stop -= 1
            behind -= 1
            if behind < 0 or self._comments[behind][1] < stop:
                return stop
            stop = self._comments[behind][0]

    def _same_line(self) -> None:
        """Take the comments behind a terminator, unless another statement follows them."""
        at, spans = self._at, []
        while (end := self._comment_end(at := _after(_SPACES, self._text, at))) is not None:
            spans.append((at, end))
            at = end
        if self._text[at : at + 1] in {"\r", "\n", ""}:
            self._comments += spans
            self._at = at

    def _copied(self) -> tuple[str, str]:
        """Take the data of a `COPY … FROM STDIN`: the lines down to a backslash and a dot."""
        first = _after(_NEXT_LINE, self._text, self._at)
        last = self._scanner.data_end(first)
        if not last:
            return "", "unterminated copy data"
        self._at = last.end()
        return self._text[first : last.start()], ""

    def _take(self, limit: int) -> tuple[Comment, ...]:
        """Hand over the comments that start before this offset."""
        taken = tuple(self._comment(*span) for span in self._comments if span[0] < limit)
        del self._comments[: len(taken)]
        return taken

    def _comment(self, start: int, stop: int) -> Comment:
        written = self._text[start:stop]
        if written.startswith("/*"):
            written = written[2:-2]
        else:
            written = written.removeprefix("#") if written[0] == "#" else written[2:]
        return Comment(written.strip(), *self._lines.place(start), start)


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


_BLANK = frozenset(" \t\r\n\f\v")
_BLANKS = regex(r"[ \t\r\n\f\v]*+")
_SPACES = regex(r"[ \t\f\v]*+")
_FULL_LINES = regex(r"(?:[ \t\f\v]*+[\r\n]++)*")
_NEXT_LINE = regex(r"[^\r\n]*+(?:\r\n?|\n)?+")
_VERSION = regex(r"/\*M?!")
_COPY_COMMAND = regex(r"\\copy\b.*\bfrom\s+p?stdin\b", re.IGNORECASE)
_PROBLEMS = {
    "'": "unterminated string",
    "$": "unterminated dollar quote",
    "/": "unterminated comment",
}
