"""goose's files: `-- +goose Up` and `-- +goose Down`, read line by line.

goose ends a statement at a line that ends with `;`, wherever that is; what has
such lines inside stands between `StatementBegin` and `StatementEnd`.
Source: pressly/goose, `internal/sqlparser`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.formats.versioned.parts import Parts
from branchline.model.regex import regex


def parts(text: str, dialect: str) -> Parts:
    """Cut a file as goose does; what it refuses is a flaw."""
    reader = _Reader()
    for number, line in enumerate(_LINES.findall(text), 1):
        problem = reader.take(number, line)
        if problem:
            return Parts(flaw=problem)
    problem = reader.end() or _torn(text, reader.cuts, dialect)
    if problem:
        return Parts(flaw=problem)
    return Parts(
        "".join(reader.up),
        "".join(reader.down) if reader.has_down else None,
        "".join(line for line in reader.up if line.strip()),
        reader.transaction,
        only="variables of the environment" if reader.substitutes else "",
    )


_LINES = regex(r"[^\n]*+\n|[^\n]++\Z")
_WORDS = (
    "up",
    "down",
    "statementbegin",
    "statementend",
    "no transaction",
    "envsub on",
    "envsub off",
)
_MARK = "+goose"


class _Reader:
    """What has been read so far."""

    def __init__(self) -> None:
        self.up: list[str] = []
        self.down: list[str] = []
        self.has_down = False
        self.transaction = True
        self.substitutes = False
        self.cuts: list[int] = []
        self._way = ""
        self._began = 0
        self._open = 0
        self._offset = 0

    def take(self, number: int, line: str) -> str:
        """Take a line; return what is wrong with it."""
        word = _annotation(line)
        if word is None:
            problem = self._sql(number, line)
        elif word not in _WORDS:
            return f"says {line.strip()!r} at line {number}, and goose knows no such line"
        else:
            problem = self._annotated(number, word)
            self._keep("", line)
        self._offset += len(line)
        return problem

    def end(self) -> str:
        """Return what is missing at the end."""
        if not self._way:
            return "has no line '-- +goose Up', and goose would not run it"
        if self._began:
            return f"has no '-- +goose StatementEnd' for the StatementBegin at line {self._began}"
        return self._unfinished()

    def _annotated(self, number: int, word: str) -> str:
        if word == "no transaction":
            self.transaction = False
        elif word.startswith("envsub"):
            self.substitutes = self.substitutes or word == "envsub on"
        elif word == "up":
            if self._way:
                return f"says '+goose Up' twice, again at line {number}"
            self._way = "up"
        elif word == "down":
            if self._way != "up" or self._began:
                return f"says '+goose Down' at line {number}, where goose wants it after one Up"
            self._way, self.has_down, unfinished = "down", True, self._unfinished()
            return unfinished
        elif word == "statementbegin":
            if not self._way or self._began:
                return f"says 'StatementBegin' at line {number}, outside Up and Down or twice"
            self._began = number
        elif not self._began:
            return f"says 'StatementEnd' at line {number} without a StatementBegin"
        else:
            self._began = self._open = 0
        return ""

    def _sql(self, number: int, line: str) -> str:
        blank = not line.strip()
        if not self._way and not blank and not line.lstrip().startswith("--"):
            return f"has SQL before '-- +goose Up', at line {number}"
        self._keep(self._way, line)
        if blank or (not self._open and line.lstrip().startswith("--")):
            return ""
        self._open = self._open or number
        if not self._began and _ends(line):
            self._open = 0
            self.cuts.append(self._offset + len(line.rstrip()))
        return ""

    def _unfinished(self) -> str:
        if not self._open:
            return ""
        line, self._open = self._open, 0
        return f"has no ';' at the end of the statement at line {line}, and goose refuses that"

    def _keep(self, way: str, line: str) -> None:
        nothing = "\n" if line.endswith("\n") else ""
        self.up.append(line if way == "up" else nothing)
        self.down.append(line if way == "down" else nothing)


class _Span(NamedTuple):
    start: int
    end: int


def _annotation(line: str) -> str | None:
    """Return the word of a line that speaks to goose, in small letters; None for others."""
    if _MARK not in line or not line.lstrip().startswith("--"):
        return None
    if line[0] in " \t":
        return line  # goose refuses blanks before it
    return line.replace("--", "").replace(_MARK, "", 1).strip().lower()


def _ends(line: str) -> bool:
    """Whether goose takes a statement to end with a line."""
    last = ""
    for word in line.split():
        if word.startswith("--"):
            break
        last = word
    return last.endswith(";")


def _torn(text: str, cuts: list[int], dialect: str) -> str:
    """Name a statement that goose cuts in two: a routine without `StatementBegin`."""
    if not _BODIES.search(text):
        return ""
    spans = iter(_spans(text, dialect))
    span = next(spans, None)
    for cut in cuts:
        while span and span.end < cut:
            span = next(spans, None)
        if span and span.start < cut < span.end:
            line = text.count("\n", 0, span.start) + 1
            around = "put it between '-- +goose StatementBegin' and '-- +goose StatementEnd'"
            return f"has a statement at line {line} that goose cuts at a ';' inside it: {around}"
    return ""


def _spans(text: str, dialect: str) -> Iterator[_Span]:
    from branchline.sql.split import split

    for piece in split(text, dialect):
        yield _Span(piece.offset, piece.offset + len(piece.text))


_BODIES = regex(r"(?i)\$\w*+\$|\bBEGIN\b(?!\s*+;)|\b(?:FUNCTION|PROC|PROCEDURE|TRIGGER|PACKAGE)\b")
"""What a statement may have that holds others; a file without is not cut: that takes seconds."""
