"""The lines of formatted SQL that are no SQL, as Liquibase tells them apart.

The whole line must match, and Liquibase knows no SQL: a directive in a string or
in a comment counts. None of these takes longer than a line is long.
Source: liquibase/liquibase, `AbstractFormattedChangeLogParser`.
"""

import re
from enum import Enum, auto
from typing import NamedTuple

from branchline.model.regex import regex


class What(Enum):
    """What a line is."""

    SQL = auto()
    HEADER = auto()
    PROPERTY = auto()
    IGNORE = auto()
    CHANGESET = auto()
    COMMENT = auto()
    CHECKSUM = auto()
    ROLLBACK = auto()
    BLOCK = auto()
    PRECONDITIONS = auto()
    PRECONDITION = auto()
    LICENSED = auto()
    WRONG = auto()


class Directive(NamedTuple):
    """A line: `words` are what its kind says, `start` is where the last of them begins.

    For what is wrong, the only word says what Liquibase wants.
    """

    what: What
    words: tuple[str, ...] = ()
    start: int = 0


def directive(line: str, *, inside: bool) -> Directive:
    """Tell what a line is, `inside` a changeset or above the first."""
    bare = line.lstrip(_BLANK)
    if bare[:1] == "-":
        return _dashed(line, inside=inside)
    if inside and bare[:2] == "/*" and _BLOCK.fullmatch(line):
        return Directive(What.BLOCK)
    return _SQL


def header(line: str) -> re.Match[str] | None:
    """Match the line that makes a file formatted SQL."""
    return _HEADER.fullmatch(line)


def _flags() -> int:
    return re.IGNORECASE | re.ASCII


_BLANK = " \t\n\r\f\v"
_SQL = Directive(What.SQL)
_ANY = "[^\n\r\x85\u2028\u2029]*+"  # Java's dot
_HEADER = regex(rf"\s*+--\s*+liquibase\s*+formatted{_ANY}", _flags())
_BLOCK = regex(r"\s*+/\*\s*+liquibase\s*+rollback\s*+", _flags())
_PROPERTY = regex(rf"\s*+--\s*+property\s({_ANY})", _flags())
_CHANGESET = regex(
    rf'\s*+--\s*+changeset\s++("[^"]++"|[^:]++):\s*+("[^"]++"|\S++)({_ANY})', _flags()
)
_BLANK_AUTHOR = regex(
    rf'\s*+--\s*+changeset(?=\s\s)\s++(?<=(\s)):\s*+("[^"]++"|\S++)({_ANY})', _flags()
)
_INCLUDE = regex(rf"\s*+--\s*+include(?:All)?\s{_ANY}", _flags())
_LICENSED = regex(rf"\s*+--\s*+(rollbackSqlFile|tagDatabase)[\s:]{_ANY}", _flags())
_WORDED = (
    (What.COMMENT, regex(rf"--\s*+comment:? ({_ANY})", _flags())),
    (What.CHECKSUM, regex(rf"--\s*+validCheckSum:? ({_ANY})", _flags())),
    (What.ROLLBACK, regex(rf"\s*+--\s*+rollback ({_ANY})", _flags())),
    (What.PRECONDITIONS, regex(rf"\s*+--\s*+preconditions({_ANY})", _flags())),
    (What.PRECONDITION, regex(rf"\s*+--\s*+precondition-([a-z0-9-]++) ({_ANY})", _flags())),
)
_IGNORE = regex(r"--\s*+ignoreLines:(\w++)", _flags())
_WRONG_PROPERTY = regex(rf"\s*+-++\s*+property\s{_ANY}", _flags())
_WRONG_IGNORE = regex(rf"-\s*+ignoreLines:\w{_ANY}|--\s*+ignore:\w++", _flags())
_WRONG_CHANGESET = regex(rf"-\s*+changeset\s{_ANY}|\s*+--\s*+changeset{_ANY}", _flags())
_WRONG_INSIDE = (
    ("--comment TEXT", regex(rf"-\s*+comment:? {_ANY}|--\s*+comments:? {_ANY}", _flags())),
    ("--validCheckSum SUM", regex(rf"-\s*+validCheckSum{_ANY}", _flags())),
    ("--rollback SQL", regex(rf"\s*+-\s*+rollback\s{_ANY}", _flags())),
    ("--preconditions onFail:WORD", regex(rf"\s*+-\s*+preconditions\s{_ANY}", _flags())),
    (
        "--precondition-sql-check",
        regex(rf"\s*+-\s*+precondition{_ANY}|\s*+--\s*+precondition-[a-z0-9-]++", _flags()),
    ),
)
_OUTSIDE = "--changeset AUTHOR:ID above it"


def _dashed(line: str, *, inside: bool) -> Directive:
    return _property(line) or _ignore(line) or _changeset(line, inside=inside)


def _property(line: str) -> Directive | None:
    match = _PROPERTY.fullmatch(line)
    if match and _is_property(match[1]):
        return Directive(What.PROPERTY, (match[1],))
    if _WRONG_PROPERTY.fullmatch(line):
        return _wrong("--property name:NAME value:VALUE")
    return None


def _ignore(line: str) -> Directive | None:
    if _HEADER.fullmatch(line):
        return Directive(What.HEADER, (line,))
    if match := _IGNORE.fullmatch(line):
        return Directive(What.IGNORE, (match[1],))
    if _WRONG_IGNORE.fullmatch(line):
        return _wrong("--ignoreLines:start and --ignoreLines:end, or --ignoreLines:COUNT")
    return None


def _changeset(line: str, *, inside: bool) -> Directive:
    match = _CHANGESET.fullmatch(line) or _BLANK_AUTHOR.fullmatch(line)
    if match and match.end(1) + 1 == match.start(2):
        return Directive(What.CHANGESET, match.groups())
    if match or _WRONG_CHANGESET.fullmatch(line):
        return _wrong("--changeset AUTHOR:ID")
    if _INCLUDE.fullmatch(line):
        return _wrong("a licence to include files in SQL: let a changelog in YAML or XML do it")
    return _worded(line, inside=inside)


def _worded(line: str, *, inside: bool) -> Directive:
    for what, pattern in _WORDED:
        match = pattern.fullmatch(line)
        if match and inside:
            return Directive(what, match.groups(), match.start(match.lastindex or 0))
        if match and what is What.COMMENT:
            return _wrong(_OUTSIDE)
    for wanted, pattern in _WRONG_INSIDE if inside else ():
        if pattern.fullmatch(line):
            return _wrong(wanted)
    if inside and (match := _LICENSED.fullmatch(line)):
        return Directive(What.LICENSED, (match[1],))
    return _SQL


def _is_property(rest: str) -> bool:
    """Whether there are a colon, a blank after it, and a colon after that."""
    colon = rest.find(":")
    blank = _A_BLANK.search(rest, colon + 1) if colon >= 0 else None
    return blank is not None and ":" in rest[blank.end() :]


_A_BLANK = regex(r"\s", re.ASCII)


def _wrong(wanted: str) -> Directive:
    return Directive(What.WRONG, (wanted,))
