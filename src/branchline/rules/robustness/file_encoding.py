"""Characters that look like others, and line ends of two kinds."""

import re
from collections.abc import Iterator

from branchline.model.changelog import ChangeSet, Script
from branchline.model.finding import Place, Problem, Severity
from branchline.rule import rule


@rule("file-encoding", severity=Severity.WARNING)
def file_encoding(changeset: ChangeSet) -> Iterator[Problem]:
    """A file mixes line ends, or has characters in it that nobody sees.

    A space that is none, or quotes that an editor made pretty, break a
    statement in a way that no reviewer sees. Line ends of two kinds become of
    one kind when an editor saves the file, and its checksum is another.

    ```sql
    SELECT\N{NO-BREAK SPACE}1; -- finding
    ```

    Save it as UTF-8 with line ends of one kind, and write plain characters.

    Does not fire on other letters, or on line ends that are all of one kind.
    What is not UTF-8, or has a NUL byte, is `unreadable-change`'s.

    ```sql
    INSERT INTO cities (name) VALUES ('Zürich'), ('東京');
    ```

    Known elsewhere as: nothing.
    """
    for script in (changeset.script, changeset.rollback):
        if script:
            yield from _line_ends(script)
            yield from _characters(script)


def _line_ends(script: Script) -> Iterator[Problem]:
    both = script.text.count("\r\n")
    if 0 < both < script.text.count("\n"):
        yield Problem(
            "has line ends of two kinds: the next editor changes its checksum",
            "save it with line ends of one kind",
            Place(script.path, script.line, 1),
        )


def _characters(script: Script) -> Iterator[Problem]:
    """Yield the first of each odd character outside strings, and its line."""
    seen: set[str] = set()
    for found in _ODD.finditer(script.text):
        character = found[0]
        if character in _NAMES and character not in seen:
            seen.add(character)
            line = script.line + script.text.count("\n", 0, found.start())
            yield Problem(
                f"has {_NAMES[character]} (U+{ord(character):04X}) in it",
                "write the plain character",
                Place(script.path, line, 1),
            )


_NAMES = {
    "\N{NO-BREAK SPACE}": "a space that is none",
    "\N{ZERO WIDTH SPACE}": "a space without width",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "a byte order mark",
    "\N{RIGHT-TO-LEFT OVERRIDE}": "a mark that turns the direction of writing",
    "\N{LEFT-TO-RIGHT OVERRIDE}": "a mark that turns the direction of writing",
    "\N{LEFT SINGLE QUOTATION MARK}": "a quote that is none",
    "\N{RIGHT SINGLE QUOTATION MARK}": "a quote that is none",
    "\N{LEFT DOUBLE QUOTATION MARK}": "a quote that is none",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "a quote that is none",
}
_ODD = re.compile(
    r"'(?:[^']|'')*+(?:'|\Z)|--[^\r\n]*+|/\*.*?(?:\*/|\Z)|[" + "".join(_NAMES) + "]", re.DOTALL
)
