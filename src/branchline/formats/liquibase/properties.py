"""`${name}` in SQL, as the changelog's own properties fill it.

Of two with one name the first counts. A value may name others: it is filled
once and is bounded, so that a few lines cannot stand for a gigabyte.
"""

import re
from collections.abc import Iterator

from branchline.formats.liquibase.attributes import last_word
from branchline.formats.liquibase.dbms import is_for
from branchline.model.regex import regex


class TooLongError(ValueError):
    """A property stands for itself, or for more text than any value has."""


class Properties:
    """The properties of one file, for one kind of database."""

    def __init__(self, dialect: str) -> None:
        self._dialect = dialect
        self._values: dict[str, str] = {}
        self._expanded: set[str] = set()
        self._left = _LONGEST
        self._wider: Properties | None = None

    def local(self) -> "Properties":
        """Return properties that count in one file only, and see these, now and later."""
        own = Properties(self._dialect)
        own._wider = self
        return own

    def define(self, rest: str) -> bool:
        """Take what a `--property` line says; tell whether another value hides it."""
        return self.put(last_word(rest, "name"), last_word(rest, "value"), last_word(rest, "dbms"))

    def put(self, name: str, value: str, dbms: str = "") -> bool:
        """Take a property, if its name is new here and it is for this kind of database.

        Tells whether it counts: it does not where the name has another value.
        """
        if not is_for(dbms, self._dialect):
            return True
        key = name.lower()
        return self._values.setdefault(key, value) == value or key in self._expanded

    def fill(self, text: str) -> str:
        """Return `text` with what is known filled in; the rest stays as it is.

        Raises:
            TooLongError: there is no end to it.
        """
        if "${" not in text:
            return text
        if self._wider:
            # What is wider was defined first, or is looked for where this has none.
            text = self._wider.fill(text)
        if not self._values:
            return text
        filled = self._filled(text, self._left, ())
        self._left -= len(filled)
        return filled

    def _filled(self, text: str, limit: int, within: tuple[str, ...]) -> str:
        left = [limit]

        def known(match: re.Match[str]) -> str:
            value = self._value(match, within)
            left[0] -= len(value)
            if left[0] < 0:
                raise TooLongError
            return value

        return _NAME.sub(known, text)

    def _value(self, match: re.Match[str], within: tuple[str, ...]) -> str:
        name = match[1].strip(_BLANKS).lower()
        if name not in self._values:
            return match[0]
        if name in within or len(within) > _DEEPEST:
            raise TooLongError
        value = self._values[name]
        if "${" in value:
            # Kept: asked a second time, it costs nothing.
            self._expanded.add(name)
            value = self._values[name] = self._filled(value, _LONGEST_VALUE, (*within, name))
        return value


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a file of Java's properties says: `name = value`, `name: value`."""
    lines = _CONTINUED.sub("", text).splitlines()
    for line in lines:
        bare = line.strip()
        if bare and bare[0] not in "#!":
            name, _, value = _SEPARATOR.sub("\0", bare, count=1).partition("\0")
            yield name.replace("\\", ""), _unescaped(value)


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(_letter, value)


def _letter(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _LETTERS.get(code, code)


_CONTINUED = regex(r"(?<!\\)\\(?:\r\n?|\n)[ \t\f]*")
_SEPARATOR = regex(r"(?<!\\)[ \t\f]*[=:][ \t\f]*|(?<!\\)[ \t\f]+")
_ESCAPE = regex(r"\\(u[0-9a-fA-F]{4}|.)")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}
_NAME = regex(r"\$\{([^{}\r\n]{1,200}+)\}")
_BLANKS = "".join(map(chr, range(0x21)))
_DEEPEST = 20
_LONGEST_VALUE = 64 * 1024
_LONGEST = 64 * 1024 * 1024  # of all that is filled
