"""Contexts and labels as Liquibase itself weighs them: which changesets it would run.

Its surprise is that without any context everything runs, `!prod` and `prod`
alike; only `@prod` resists. It has no grammar: what is between its words is a
name, blanks and all, so that `dev prod` is one that nobody gives.
Source: liquibase/liquibase, `ExpressionMatcher`, `ContextExpression`, `LabelExpression`.
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from branchline.model.regex import regex

Version = tuple[int, ...]
DEFAULT: Version = (4, 29)
"""The Liquibase that is meant where a configuration names none."""


class UnreadableError(ValueError):
    """An expression that Liquibase cannot read; the text says what is odd about it."""


def version_of(text: str) -> Version:
    """Return a version as numbers: `4.29.2`; the default where there is none."""
    return tuple(map(int, _NUMBER.findall(text))) or DEFAULT


def in_context(
    expression: str, runtime: str = "", inherited: Iterable[str] = (), version: Version = DEFAULT
) -> bool:
    """Say whether a changeset with `expression` runs where `runtime` is given.

    `inherited` are the expressions of the files that hold it. Until 4.29 a name
    is all that can be given; from 4.30 on it is weighed as an expression over
    the changeset's own names as well.

    Raises:
        UnreadableError: an expression cannot be read.
    """
    given = frozenset(_split(runtime))
    above = all(_context(each, given, version) for each in inherited)
    own = _context(expression, given, version)
    if version >= _TWO_SIDED and not own:
        names = _Given(frozenset(_split(expression)))
        own = any(_weighed(each, names) for each in sorted(given))
    return above and own


def labelled(labels: str, filter_: str = "") -> bool:
    """Say whether a changeset with `labels` runs where `filter_` is given: the sides are swapped.

    Raises:
        UnreadableError: the filter cannot be read.
    """
    items = _Given(frozenset(_split(labels)))
    wanted = _split(filter_)
    return wanted in ([], [""]) or any(_weighed(each, items) for each in wanted)


def unreadable(expression: str, version: Version = DEFAULT) -> str:
    """Say what in an expression Liquibase cannot read, as soon as it looks there."""
    nothing = _Given(frozenset({""}))
    try:
        for each in [expression] if version >= _WHOLE else _split(expression):
            _weighed(each, nothing)
    except UnreadableError as error:
        return str(error)
    return ""


def oddity(expression: str) -> str:
    """Say what a person would take otherwise than Liquibase does; nothing when nothing is."""
    expects, depth = True, 0
    for word in _words(expression.lower()):
        if expects and word in _NEGATIONS:
            continue
        if word == ("(" if expects else ")"):
            depth += 1 if expects else -1
        elif expects is (word in _BETWEEN or word == ")"):
            return f"a name is missing before {word!r}" if expects else f"{word!r} is too much"
        else:
            expects = not expects
        if depth < 0:
            return "a parenthesis is closed that was never opened"
    if depth:
        return "a parenthesis stays open"
    return "a name is missing at the end" if expects and expression.strip() else ""


class _Given(NamedTuple):
    """What there is to match, and whether `nocontexts` is a word."""

    names: Collection[str]
    pseudo: bool = False


_TWO_SIDED: Version = (4, 30)
_WHOLE: Version = (5, 0, 4)
"""From here on a comma in parentheses is read, and `nocontexts` known."""
_MOST = 200  # parentheses
_NUMBER = regex(r"[0-9]{1,9}")
_NESTED = regex(r"\([^()]+\)")
_COMMA = regex(r"\s*,\s*", re.ASCII)
_OR = regex(r"\s+or\s+", re.ASCII)
_AND = regex(r"\s+and\s+", re.ASCII)
_REQUIRED_NOT = regex(r"@\s*(?:!|not )", re.ASCII)
_TOKEN = regex(r"[(),!]|@?!|[^\s(),!]+")
_BETWEEN = frozenset({"and", "or", ","})
_NEGATIONS = frozenset({"!", "not", "@", "@!", "@not"})
_BLANKS = "".join(map(chr, range(0x21)))


def _words(expression: str) -> list[str]:
    return _TOKEN.findall(expression)


def _split(text: str) -> list[str]:
    """Split at commas as Java does, which drops what is empty at the end."""
    words = text.strip(_BLANKS).lower().split(",")
    while words and not words[-1]:
        words.pop()
    return [word.strip(_BLANKS) for word in words]


def _hashed(words: list[str]) -> list[str]:
    """Sort as a set of Java's does: the first that is true, or cannot be read, decides."""
    size = 16
    while len(words) * 4 > size * 3:
        size *= 2
    return sorted(dict.fromkeys(words), key=lambda word: _hash(word) & (size - 1))


def _hash(word: str) -> int:
    found = 0
    data = word.encode("utf-16-be", "surrogatepass")
    for at in range(0, len(data), 2):
        found = (found * 31 + (data[at] << 8 | data[at + 1])) & 0xFFFFFFFF
    return found ^ found >> 16


def _context(expression: str, given: frozenset[str], version: Version) -> bool:
    known = _Given(given, pseudo=version >= _WHOLE)
    wanted = [expression.strip(_BLANKS).lower()] if version >= _WHOLE else _split(expression)
    return wanted in ([], [""]) or any(_weighed(each, known) for each in _hashed(wanted))


def _weighed(expression: str, given: _Given) -> bool:
    if expression.count("(") > _MOST:
        raise UnreadableError(f"more than {_MOST} parentheses in {expression[:40]!r}")
    text = expression
    while "(" in text:
        found = _NESTED.search(text)
        if not found:
            raise UnreadableError(_why(expression))
        truth = str(_flat(found[0][1:-1], given)).upper()
        text = f"{text[: found.start()]} :{truth} {text[found.end() :]}"
    return _flat(text, given)


def _why(expression: str) -> str:
    if ")" not in expression:
        return (
            f"a parenthesis stays open in {expression!r}: a comma in parentheses does that as well"
        )
    return oddity(expression) or f"nothing stands in parentheses in {expression!r}"


def _flat(text: str, given: _Given) -> bool:
    """Weigh what has no parentheses."""
    alternatives = _OR.split(_COMMA.sub(" or ", text.strip(_BLANKS)))
    return any(all(_term(word, given) for word in _AND.split(each)) for each in alternatives)


def _term(text: str, given: _Given) -> bool:
    word = text.strip(_BLANKS)
    negated = required = False
    if word.startswith("!"):
        word, negated = word[1:].strip(_BLANKS), True
    elif word.startswith("not "):
        word, negated = word[4:].strip(_BLANKS), True
    elif found := _REQUIRED_NOT.match(word):
        word, negated, required = word[found.end() :].strip(_BLANKS), True, True
    if word.startswith("@"):
        word, required = word[1:].strip(_BLANKS), True
    if given.pseudo and word == "nocontexts":
        return bool(given.names) is negated
    if not (given.names or required):
        return True
    truth = word in {":true", ":TRUE"} or word in given.names
    return truth is not negated
