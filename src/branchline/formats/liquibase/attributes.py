"""The attributes on a `--changeset` line.

Liquibase looks for each name anywhere in the line: the last one counts, a name
it does not know counts for nothing, and `yes` is false.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.regex import regex

Attributes = dict[str, str]
SWITCHES = frozenset(
    {
        "splitStatements",
        "rollbackSplitStatements",
        "stripComments",
        "runOnChange",
        "runAlways",
        "runInTransaction",
        "failOnError",
        "ignore",
    }
)
"""The attributes that are true or false."""


class Said(NamedTuple):
    """A `word:value` as a person reads it; `name` is Liquibase's, empty where it has none.

    `sign` is `:` or `=`; `after` is whether more of the value seems to follow a blank.
    """

    name: str
    word: str
    sign: str
    value: str
    text: str
    after: bool


def said_in(rest: str) -> Iterator[Said]:
    """Yield what a person reads in the rest of a `--changeset` line."""
    found = [*_READ.finditer(rest)]
    ends = (*(match.start() for match in found[1:]), len(rest))
    for match, end in zip(found, ends, strict=False):
        word, sign, value = match["word"], match["sign"], match["value"]
        name = _NAMES_OF.get(word.lower(), "")
        if sign == "=" and not name:
            continue
        cut = value[-1:] == "," or _OPERATOR.match(rest, match.end(), end)
        quoted = value[:1] == '"'
        bare = value[1:-1] if quoted and name in _QUOTABLE else value
        bare = bare.rstrip(",;") if name in SWITCHES else bare
        yield Said(name, word, sign, bare, match[0].strip(), bool(cut) and not quoted)


def attributes(line: str) -> Attributes:
    """Read a `--changeset` line, author and id too; only what is there is in the answer."""
    found = {name: _last(line, name, value) for name, value in _VALUES.items()}
    said = {name: value for name, value in found.items() if value is not None}
    if wanted := said.pop("contextFilter", ""):
        said["context"] = wanted
    for name in _IN_QUOTES & said.keys():
        said[name] = unquoted(said[name])
    return {
        name: str(_is_true(value)).lower() if name in SWITCHES else value
        for name, value in said.items()
    }


def unquoted(text: str) -> str:
    """Return `text` without the quotes around it, of one kind."""
    ends = text[:1] in {'"', "'"} and text[0] == text[-1]
    return text[1:-1] if ends and len(text) > 1 else text


def last_word(rest: str, name: str) -> str:
    """Return the word after the last `name:`, blanks between them allowed; empty without one."""
    return _last(rest, name, _SPACED) or ""


def path_in(line: str) -> str | None:
    """Return the path that a header names; empty is a path as well, None is none."""
    return _last(line, "logicalFilePath", _UNBROKEN)


_SPACED = regex(r"\s*+(\S++)", re.ASCII)
_WORD = regex(r"(\w++)", re.ASCII)
_WORD_OR_NONE = regex(r"(\w*+)", re.ASCII)
_UNBROKEN = regex(r"(\S*+)", re.ASCII)
_QUOTED = regex(r'("[^"]*+"|\S*+)', re.ASCII)
_DATABASES = regex(r"([^,][\w!,]++)", re.ASCII)
_REST = regex(r"(.*+)", re.DOTALL)
_NAMES = regex(r"([\w${}]++)", re.ASCII)
_VALUES = {
    **dict.fromkeys(sorted(SWITCHES - {"ignore"}), _WORD),
    "ignore": _WORD_OR_NONE,
    "endDelimiter": _UNBROKEN,
    "rollbackEndDelimiter": _UNBROKEN,
    "context": _QUOTED,
    "contextFilter": _QUOTED,
    "labels": _QUOTED,
    "dbms": _DATABASES,
    "logicalFilePath": _UNBROKEN,
    "runWith": _NAMES,
    "runWithSpoolFile": _REST,
}
_IN_QUOTES = frozenset({"context", "labels"})
_NAMES_OF = {name.lower(): name for name in _VALUES}
_QUOTABLE = frozenset({"context", "contextFilter", "labels"})
_OPERATOR = regex(r"\s++(?:(?:and|or|not)\b|[!,&|])", re.IGNORECASE)
_READ = regex(
    r'(?<![\w"\'-])(?P<word>[A-Za-z][A-Za-z-]{2,40}+)\s?(?P<sign>[:=])(?P<value>"[^"]*+"|[^\s"]*+)',
    re.ASCII,
)
_WHOLE = frozenset({"endDelimiter", "rollbackEndDelimiter"})


def _last(rest: str, name: str, value: re.Pattern[str]) -> str | None:
    low, wanted = rest.lower(), f"{name.lower()}:"
    end = len(low)
    while (at := low.rfind(wanted, 0, end)) >= 0:
        match = value.match(rest, at + len(wanted))
        bounded = name not in _WHOLE or at == 0 or not _is_word(rest[at - 1])
        if match and bounded:
            return match[1]
        end = at + len(wanted) - 1
    return None


def _is_word(letter: str) -> bool:
    return letter == "_" or (letter.isascii() and letter.isalnum())


def _is_true(word: str) -> bool:
    return word.lower() == "true"
