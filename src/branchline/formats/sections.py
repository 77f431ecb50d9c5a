"""The comments by which a plain SQL file says more than SQL can.

    -- branchline: no-transaction            the tool wraps it in none
    -- branchline: contexts dev or test      where it runs; `labels` and `dbms` alike
    -- branchline: irreversible: REASON      there is no way back
    -- rollback                              all below is the way back

The first two stand above the first statement, each on a line of its own;
`branchline:` may be left out where a colon follows the word (`-- contexts: dev`).
`--rollback SQL`, without a blank as in Liquibase, is one line of the way back.
Inside a string or a routine's body these are text and mean nothing.
"""

from collections.abc import Iterable, Iterator

from branchline.formats.content import line_at
from branchline.formats.marks import WORDS, Mark, marks
from branchline.model.changelog import Reversal
from branchline.model.regex import regex
from branchline.model.value import value


@value
class Sections:
    """A file, cut: `up` starts at line 1, `down` (None without a rollback) at `down_line`.

    `counted` is what the checksum is made of: the way back may be mended without
    editing history. `flaw` says what has no meaning, and reads after the file's
    name; then the rest is empty.
    """

    up: str = ""
    down: str | None = None
    down_line: int = 1
    counted: str = ""
    reversal: Reversal = Reversal.NONE
    reason: str = ""
    transaction: bool = True
    contexts: str = ""
    labels: str = ""
    dbms: str = ""
    flaw: str = ""


def sections(text: str, dialect: str) -> Sections:
    """Cut a file and read its comments; `text` has no byte order mark."""
    found = tuple(_in_force(marks(text, dialect)))
    if not found:
        return Sections(text, counted=text)
    flaw = _flaw(text, found)
    if flaw:
        return Sections(flaw=flaw)
    said = {mark.key: mark.value for mark in found}
    up, counted, down = _cut(text, found)
    return Sections(
        up,
        down,
        _down_line(text, found),
        counted,
        _reversal(said, down),
        said.get("irreversible", ""),
        "no-transaction" not in said,
        said.get("contexts", ""),
        said.get("labels", ""),
        said.get("dbms", ""),
    )


def is_empty(text: str) -> bool:
    """Say whether there is nothing but blanks and comments."""
    return _NOTHING.fullmatch(text) is not None


_NOTHING = regex(r"(?:\s++|--[^\r\n]*+|/\*(?![!+])(?:[^*]++|\*(?!/))*+\*/)*+")
_INSIDE = regex(r"[^\r\n]++")
_NO_UNDO = frozenset({"empty", "not required"})  # Liquibase's words for nothing to undo
_VALUED = frozenset({"contexts", "labels", "dbms"})
_ANYWHERE = frozenset({"rollback", "undo", "irreversible"})


def _in_force(found: Iterable[Mark]) -> Iterator[Mark]:
    """Leave out the single lines of undo inside a rollback section: comments, there."""
    cut = False
    for mark in found:
        if not (cut and mark.key == "undo"):
            yield mark._replace(in_header=mark.in_header and not cut)
        cut = cut or mark.key == "rollback"


def _flaw(text: str, found: tuple[Mark, ...]) -> str:
    # Lines are counted once there is something to say: there may be a million marks.
    seen: dict[str, int] = {}
    for mark in found:
        key, at = mark.key, mark.start
        if key in seen and key != "undo":
            return (
                f"says '{key}' twice, at lines {line_at(text, seen[key])} and {line_at(text, at)}"
            )
        if problem := _misuse(mark):
            return f"says '{key}' at line {line_at(text, at)}, {problem}"
        if key == "rollback" and "undo" in seen:
            lines = f"{line_at(text, seen['undo'])} and {line_at(text, at)}"
            return f"has two ways back, at lines {lines}"
        seen.setdefault(key, at)
    return ""


def _misuse(mark: Mark) -> str:
    if mark.key not in WORDS and mark.key != "undo":
        from difflib import get_close_matches

        near = get_close_matches(mark.key, [*WORDS, "allow"], 1)
        return "which means nothing" + (f"; did you mean '{near[0]}'?" if near else "")
    if not mark.in_header and mark.key not in _ANYWHERE:
        return "which must stand above the first statement"
    return "and not which" if mark.key in _VALUED and not mark.value else ""


def _cut(text: str, found: tuple[Mark, ...]) -> tuple[str, str, str | None]:
    """Return up, what of it counts, and down, which keeps its lines and columns."""
    section = next((mark for mark in found if mark.key == "rollback"), None)
    end = section.start if section else len(text)
    up: list[str] = []
    counted: list[str] = []
    undo: list[str] = []
    at = 0
    for mark in found:
        if mark.start >= end or mark.key not in {"undo", "irreversible"}:
            continue
        between, line = text[at : mark.start], text[mark.start : mark.end]
        counted.append(between)
        up += between, _INSIDE.sub("", line) if mark.key == "undo" else line
        undo += _INSIDE.sub("", between), _only_sql(mark, line)
        at = mark.end
    rest = text[at:end]
    down = text[section.end :] if section else "".join(undo)
    has_down = section or any(mark.key == "undo" for mark in found)
    return "".join((*up, rest)), "".join((*counted, rest)), down if has_down else None


def _only_sql(mark: Mark, line: str) -> str:
    if mark.key != "undo" or mark.value.lower() in _NO_UNDO:
        return _INSIDE.sub("", line)
    start = line.lower().index("rollback") + len("rollback")
    return " " * start + line[start:]


def _down_line(text: str, found: tuple[Mark, ...]) -> int:
    return next((line_at(text, mark.end) for mark in found if mark.key == "rollback"), 1)


def _reversal(said: dict[str, str], down: str | None) -> Reversal:
    if "irreversible" in said:
        return Reversal.IRREVERSIBLE
    if down is not None and (not is_empty(down) or said.get("undo", "").lower() in _NO_UNDO):
        return Reversal.PRESENT
    return Reversal.NONE
