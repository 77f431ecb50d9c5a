"""Formatted SQL: one file, many changesets.

What Liquibase runs and what a reader sees are two texts: `sql` is summed, without
the directives; the scripts keep every line where it stands in the file.
"""

import re
from collections.abc import Iterator

from branchline.formats.liquibase.attributes import (
    Attributes,
    attributes,
    last_word,
    path_in,
    unquoted,
)
from branchline.formats.liquibase.directives import Directive, What, directive, header
from branchline.formats.liquibase.preconditions import wrong_answers, wrong_condition
from branchline.formats.liquibase.properties import Properties, TooLongError
from branchline.formats.liquibase.rollbacks import is_nothing, is_reference, wrong_reference
from branchline.formats.liquibase.terminators import terminated
from branchline.formats.liquibase.traps import (
    Comments,
    attribute_traps,
    block_traps,
    line_traps,
    raw_traps,
    rollback_traps,
)
from branchline.model.changelog import Trap
from branchline.model.regex import regex
from branchline.model.value import replace, value


@value
class Written:
    """A changeset as it stands in its file.

    `line` is that of its `--changeset`; `script` and `undo` begin on the next
    one, and `undo` is None where no way back is given. `logical` is the path
    that Liquibase is told to take (`.`: none at all). `flaw` reads after the file's name. The rest
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
    traps: tuple[Trap, ...] = ()


def is_formatted(text: str) -> bool:
    """Whether the first line that is not blank is the header."""
    return any(header(line) for line in _first_lines(text))


def formatted(text: str, dialect: str, known: Properties | None = None) -> Iterator[Written]:
    """Yield the changesets of a formatted file; what is wrong with it is one more, nameless."""
    return _Reader(text, known or Properties(dialect), dialect).changesets()


def raw(text: str) -> Written:
    """Return the one changeset that any other SQL file is."""
    flaw = "" if text.strip() else "is empty"
    said = (("splitStatements", "false"),)
    traps = raw_traps(text)
    return Written(
        "raw", "includeAll", 0, "", text.strip(_BLANKS), text, None, said, flaw, traps=traps
    )


_END = regex(r"\r\n?|\n")
_BLANKS = "".join(map(chr, range(0x21)))  # what Java trims
_NOWHERE = "."  # the path that a header names with nothing: no path at all


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
        self.back: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.traps: list[Trap] = []
        self.logical = ""
        self.flaw = ""

    def add(self, shown: str = "", undo: str = "") -> None:
        """Take one line of the file, into the script or into the way back."""
        self.shown.append(shown)
        self.undo.append(undo)


class _Reader:
    """Liquibase's loop over the lines of a file."""

    def __init__(self, text: str, properties: Properties, dialect: str) -> None:
        self._lines = _END.split(text)
        if not self._lines[-1]:
            self._lines.pop()
        self._at = 0
        self._global = properties
        self._properties = properties.local()
        self._dialect = dialect
        self._logical = ""
        self._part: _Part | None = None
        self._above: Written | None = None
        self._wrong: Written | None = None
        self._comments = Comments()
        self._outside: list[Trap] = []

    def changesets(self) -> Iterator[Written]:
        """Yield the changesets, then what is wrong with the file, if anything is."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            found = directive(line, inside=self._part is not None)
            self._watch(line, found)
            if found.what is What.CHANGESET:
                if self._part:
                    yield self._written(self._part)
                self._begin(line, found)
            else:
                self._take(line, found)
        if self._part:
            yield self._written(self._part, last=True)
        elif outside := [trap for trap in self._outside if trap.kind == "outside"]:
            self._refuse("and no --changeset AUTHOR:ID stands above it", outside[0].line)
        if self._wrong:
            yield self._wrong

    def _watch(self, line: str, found: Directive) -> None:
        if found.what is What.SQL:
            code = self._comments.read(line)
            if self._part is None and _WORD.search(code):
                self._trap("outside", line.strip()[:60])
        elif self._comments.within and found.what is not What.HEADER:
            self._trap("comment", found.what.name.lower())

    def _trap(self, kind: str, said: str, line: int = 0) -> None:
        traps = self._part.traps if self._part else self._outside
        traps.append(Trap(kind, said, line or self._at))

    def _begin(self, line: str, found: Directive) -> None:
        author, id_, rest = found.words
        self._part = part = _Part(unquoted(author), unquoted(id_), self._at, {})
        part.traps += (*self._outside, *attribute_traps(rest, self._at))
        self._outside = []
        self._comments.begin()
        try:
            said = attributes(line)
            part.said = {name: self._properties.fill(word) for name, word in said.items()}
            part.author, part.id = map(self._properties.fill, (part.author, part.id))
            part.logical = part.said.get("logicalFilePath") or self._properties.fill(self._logical)
        except TooLongError:
            part.flaw = _ENDLESS

    def _take(self, line: str, found: Directive) -> None:
        part = self._part
        if found.what is What.HEADER:
            path = path_in(line)
            self._logical = "" if path is None else path or _NOWHERE
        elif found.what is What.PROPERTY:
            self._define(found.words[0])
        elif found.what is What.WRONG:
            self._refuse(f"and Liquibase wants {found.words[0]}")
        if part is None:
            if found.what is What.IGNORE:
                self._ignore(found.words[0])
            return
        if found.what in {What.SQL, What.HEADER}:
            part.sql.append(line)
            part.add(line)
            part.traps += line_traps(line, self._at)
            return
        part.add(undo=_undone(part, line, found) if found.what is What.ROLLBACK else "")
        if found.what is What.IGNORE:
            self._ignore(found.words[0])
        elif found.what is What.BLOCK:
            self._block(part)
        else:
            self._note(part, line, found)

    def _define(self, rest: str) -> None:
        local = last_word(rest, "global").lower() not in {"", "true"}
        known = self._properties if local else self._global
        if not known.define(rest) and not _CONDITION.search(rest):
            self._trap("property", last_word(rest, "name"))

    def _note(self, part: _Part, line: str, found: Directive) -> None:
        if found.what is What.COMMENT:
            part.notes.append(("comment", found.words[0]))
        elif found.what is What.CHECKSUM:
            part.notes.append(("validCheckSum", found.words[0].strip()))
        elif found.what is What.PRECONDITIONS:
            part.notes.append(("preconditions", found.words[0].strip()))
            if why := wrong_answers(found.words[0]):
                self._refuse(why)
        elif found.what is What.PRECONDITION:
            name, body = found.words
            part.notes.append((f"precondition-{name}", body.strip()))
            if why := wrong_condition(name, body):
                self._refuse(why)
        elif found.what is What.LICENSED:
            self._licensed(part, line, found.words[0])

    def _licensed(self, part: _Part, line: str, word: str) -> None:
        if word.lower() == "tagdatabase":
            part.sql.append(line)  # a comment, and summed
            self._trap("licensed", line.strip())
        else:
            self._refuse("and Liquibase wants a licence for a way back in a file: write it here")

    def _ignore(self, word: str) -> None:
        begun = self._at
        if word == "start":
            while self._at < len(self._lines):
                found = directive(self._skipped(), inside=True)
                if found.what is What.IGNORE and found.words[0] == "end":
                    return
                if found.what is What.WRONG and "ignoreLines" in found.words[0]:
                    self._refuse(f"and Liquibase wants {found.words[0]}")
            self._trap("ignored", str(len(self._lines) - begun), begun)
        elif word.isascii() and word.isdigit() and len(word.lstrip("0")) <= _DIGITS:
            for _ in range(min(int(word), len(self._lines) - self._at)):
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
        lines = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            bare = line.rstrip(" \t\f\v")
            ends = bare.endswith("*/")
            lines.append(bare[:-2] if ends else line)
            part.add(undo=lines[-1])
            if ends:
                part.back.append("".join(lines))
                part.traps += block_traps(lines, begun + 1)
                return
        self._refuse("that is never closed", begun)

    def _refuse(self, why: str, line: int = 0) -> None:
        """Keep the first thing that is wrong; Liquibase would run nothing of the file."""
        at = line or self._at
        if self._wrong is None:
            said = self._lines[at - 1].strip()[:40]
            self._wrong = Written("", line=at, flaw=f"says {said!r} at line {at}, {why}")

    def _written(self, part: _Part, *, last: bool = False) -> Written:
        said = part.said
        if last and not part.sql and self._above:
            return self._repeated(part, self._above)
        flaw = part.flaw or _flaw(part)
        notes = part.notes
        try:
            sql = self._properties.fill("\n".join(part.sql).strip(_BLANKS)).strip(_BLANKS)
            script = self._properties.fill("\n".join(self._terminated(part)))
            undo = self._properties.fill(_way_back(part))
        except TooLongError:
            sql, script, undo, flaw = "", "", "", _ENDLESS
        given = "".join(part.back).strip(_BLANKS)
        elsewhere = given if is_reference(given) else ""
        known = (*said.items(), *notes, *((("rollback", elsewhere),) if elsewhere else ()))
        self._above = found = Written(
            part.id,
            part.author,
            part.line,
            part.logical,
            sql,
            script,
            undo if given and not elsewhere else None,
            known,
            flaw or (wrong_reference(elsewhere) if elsewhere else ""),
            traps=(*part.traps, *rollback_traps(part.shown, part.line, given=bool(given))),
        )
        return found

    def _terminated(self, part: _Part) -> list[str]:
        return terminated(part.shown, part.said, self._dialect)

    def _repeated(self, part: _Part, above: Written) -> Written:
        """Give a last changeset without a line of SQL that of the one above, as Liquibase does."""
        known = (*part.said.items(), *part.notes)
        traps = (*part.traps, Trap("repeats", above.id, part.line))
        start = above.script_line or above.line + 1
        return replace(
            Written(part.id, part.author, part.line, part.logical, above.sql, above.script),
            attributes=known,
            flaw=part.flaw or above.flaw,
            script_line=start,
            traps=traps,
        )


_DIGITS = 18
_CONDITION = regex(r"(?:context|contextFilter|labels):", re.IGNORECASE)
_WORD = regex(r"\w")
_ENDLESS = "has properties that name themselves, or that are very long"


def _flaw(part: _Part) -> str:
    if any(line.strip(_BLANKS) for line in part.sql):
        return ""
    return "has no SQL, and Liquibase refuses it"


def _undone(part: _Part, line: str, found: Directive) -> str:
    """Return the SQL of a `--rollback` line, in its column."""
    [said] = found.words
    part.back.append(f"{said}\n")
    return " " * found.start + line[found.start :]


def _way_back(part: _Part) -> str:
    """Return the way back, line by line; empty lines where it says that there is nothing to do."""
    given = "".join(part.back).strip(_BLANKS)
    return "\n" * (len(part.undo) - 1) if is_nothing(given) else "\n".join(part.undo)
