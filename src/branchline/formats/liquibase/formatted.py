"""Formatted SQL: one file, many changesets.

What Liquibase runs and what a reader sees are two texts: `sql` is summed, without
the directives; the scripts keep every line where it stands in the file.
"""

from collections.abc import Iterator

from branchline.formats.liquibase.attributes import Attributes, attributes, last_word
from branchline.formats.liquibase.directives import Directive, What, directive, header
from branchline.formats.liquibase.properties import Properties, TooLongError
from branchline.model.regex import regex
from branchline.model.value import value


@value
class Written:
    """A changeset as it stands in its file.

    `line` is that of its `--changeset`; `script` and `undo` begin on the next
    one, and `undo` is None where no way back is given. `logical` is the path
    that Liquibase is told to take. `flaw` reads after the file's name. The rest
    is for SQL that stands elsewhere: in which file, where, and the sum of all.
    """

    id: str
    author: str = ""
    line: int = 1
    logical: str = ""
    sql: str = ""
    script: str = ""
    undo: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    flaw: str = ""
    sum: str = ""
    source: str = ""
    script_line: int = 0
    undo_source: str = ""
    undo_line: int = 0


def is_formatted(text: str) -> bool:
    """Whether the first line that is not blank is the header."""
    return any(header(line) for line in _first_lines(text))


def formatted(text: str, dialect: str, known: Properties | None = None) -> Iterator[Written]:
    """Yield the changesets of a formatted file; what is wrong with it is one more, nameless."""
    return _Reader(text, known or Properties(dialect)).changesets()


def raw(text: str) -> Written:
    """Return the one changeset that any other SQL file is."""
    flaw = "" if text.strip() else "is empty"
    said = (("splitStatements", "false"),)
    return Written("raw", "includeAll", 0, "", text, text, None, said, flaw)


_END = regex(r"\r\n?|\n")
_BLANKS = "".join(map(chr, range(0x21)))  # what Java trims
_ELSEWHERE = "changesetid:"
_BODIES = {
    "sql-check": regex(r"\s*\S.*"),
    "table-exists": regex(r".*table:\S.*"),
    "view-exists": regex(r".*view:\S.*"),
}


def _first_lines(text: str) -> Iterator[str]:
    start = len(text) - len(text.lstrip(_BLANKS))
    if start < len(text):
        match = _END.search(text, start)
        yield text[start : match.start() if match else len(text)]


class _Part:
    """A changeset while its lines come in."""

    def __init__(self, author: str, id_: str, line: int, said: Attributes) -> None:
        self.author, self.id, self.line, self.said = author, id_, line, said
        self.sql: list[str] = []
        self.shown: list[str] = []
        self.undo: list[str] = []
        self.has_undo = False
        self.notes: list[tuple[str, str]] = []

    def add(self, shown: str = "", undo: str = "") -> None:
        """Take one line of the file, into the script or into the way back."""
        self.shown.append(shown)
        self.undo.append(undo)


class _Reader:
    """Liquibase's loop over the lines of a file."""

    def __init__(self, text: str, properties: Properties) -> None:
        self._lines = _END.split(text)
        if not self._lines[-1]:
            self._lines.pop()
        self._at = 0
        self._properties = properties
        self._logical = ""
        self._part: _Part | None = None
        self._wrong: Written | None = None

    def changesets(self) -> Iterator[Written]:
        """Yield the changesets, then what is wrong with the file, if anything is."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            found = directive(line, inside=self._part is not None)
            if found.what is What.CHANGESET:
                if self._part:
                    yield self._written(self._part)
                self._begin(found)
            else:
                self._take(line, found)
        if self._part:
            yield self._written(self._part, last=True)
        if self._wrong:
            yield self._wrong

    def _begin(self, found: Directive) -> None:
        author, id_, rest = found.words
        self._part = _Part(_named(author), _named(id_), self._at, attributes(rest))

    def _take(self, line: str, found: Directive) -> None:
        part = self._part
        if found.what is What.HEADER:
            self._logical = last_word(line, "logicalFilePath")
        elif found.what is What.PROPERTY:
            self._properties.define(found.words[0])
        elif found.what is What.WRONG:
            self._refuse(f"and Liquibase wants {found.words[0]}")
        if part is None:
            if found.what is What.IGNORE:
                self._ignore(found.words[0])
            return
        if found.what is What.SQL:
            part.sql.append(line)
            part.add(line)
            return
        part.add(undo=_undone(part, line, found) if found.what is What.ROLLBACK else "")
        if found.what is What.IGNORE:
            self._ignore(found.words[0])
        elif found.what is What.BLOCK:
            self._block(part)
        else:
            self._note(part, found)

    def _note(self, part: _Part, found: Directive) -> None:
        if found.what is What.COMMENT:
            part.notes.append(("comment", found.words[0]))
        elif found.what is What.CHECKSUM:
            part.notes.append(("validCheckSum", found.words[0].strip()))
        elif found.what is What.PRECONDITIONS:
            part.notes.append(("preconditions", found.words[0].strip()))
        elif found.what is What.PRECONDITION:
            name, body = found.words
            part.notes.append((f"precondition-{name.lower()}", body.strip()))
            known = _BODIES.get(name.lower())
            if known is None:
                self._refuse(f"and Liquibase knows {', '.join(_BODIES)} only")
            elif not known.fullmatch(body):
                self._refuse("without saying of what")

    def _ignore(self, word: str) -> None:
        low = word.lower()
        if low == "start":
            while self._at < len(self._lines):
                found = directive(self._skipped(), inside=True)
                if found.what is What.IGNORE and found.words[0].lower() == "end":
                    return
        elif low.isascii() and low.isdigit():
            for _ in range(min(int(low[:9]), len(self._lines) - self._at)):
                self._skipped()
        else:
            self._refuse("and Liquibase wants --ignoreLines:start first, or a number")

    def _skipped(self) -> str:
        self._at += 1
        if self._part:
            self._part.add()
        return self._lines[self._at - 1]

    def _block(self, part: _Part) -> None:
        begun = self._at
        part.has_undo = True
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            bare = line.rstrip(" \t\f\v")
            if bare.endswith("*/"):
                part.add(undo=bare[:-2])
                return
            part.add(undo=line)
        self._refuse("that is never closed", begun)

    def _refuse(self, why: str, line: int = 0) -> None:
        """Keep the first thing that is wrong; Liquibase would run nothing of the file."""
        at = line or self._at
        if self._wrong is None:
            said = self._lines[at - 1].strip()[:40]
            self._wrong = Written("", line=at, flaw=f"says {said!r} at line {at}, {why}")

    def _written(self, part: _Part, *, last: bool = False) -> Written:
        said = part.said
        logical = said.get("logicalFilePath") or self._logical
        flaw = _flaw(part, last=last)
        known = (*said.items(), *part.notes)
        try:
            sql = self._properties.fill("\n".join(part.sql).strip(_BLANKS)).strip(_BLANKS)
            script = self._properties.fill("\n".join(_terminated(part)))
            undo = self._properties.fill("\n".join(part.undo)) if part.has_undo else None
        except TooLongError:
            sql, script, undo = "", "", None
            flaw = "has properties that name themselves, or that are very long"
        return Written(part.id, part.author, part.line, logical, sql, script, undo, known, flaw)


def _named(word: str) -> str:
    bare = word.strip(_BLANKS)
    return bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare


def _flaw(part: _Part, *, last: bool) -> str:
    if any(line.strip(_BLANKS) for line in part.sql):
        return ""
    if last and not part.sql:
        return "has no SQL, and Liquibase would run that of the changeset above it again"
    return "has no SQL, and Liquibase refuses it"


def _undone(part: _Part, line: str, found: Directive) -> str:
    """Return the SQL of a `--rollback` line, in its column."""
    [said] = found.words
    low = said.strip().lower()
    part.has_undo = part.has_undo or bool(low)
    if _ELSEWHERE in low.replace(" ", ""):
        part.notes.append(("rollback", said.strip()))
        return ""
    if low == "empty" or low.startswith("not required"):
        return ""
    return " " * found.start + line[found.start :]


def _terminated(part: _Part) -> list[str]:
    """Write a delimiter at the end of a line as SQL does, where it is as long or longer."""
    own = part.said.get("endDelimiter", "")
    if not own or own == ";" or own[0].isalnum():
        return part.shown
    end = f"{';':{len(own)}}"
    return [
        bare[: -len(own)] + end if (bare := line.rstrip()).endswith(own) else line
        for line in part.shown
    ]
