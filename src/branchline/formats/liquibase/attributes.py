"""The attributes on a `--changeset` line.

Liquibase looks for each name anywhere in the line: the last one counts, a name
it does not know counts for nothing, and `yes` is false.
"""

import re

from branchline.model.regex import regex

Attributes = dict[str, str]


def attributes(rest: str) -> Attributes:
    """Read what stands after author and id; only what is there is in the answer."""
    found = {name: _last(rest, name, value) for name, value in _VALUES.items()}
    said = {name: value for name, value in found.items() if value is not None}
    if "contextFilter" in said:
        said["context"] = said.pop("contextFilter")
    return {
        name: str(_is_true(value)).lower() if name in _SWITCHES else value
        for name, value in said.items()
    }


def last_word(rest: str, name: str) -> str:
    """Return the word after the last `name:`, blanks between them allowed; empty without one."""
    return _last(rest, name, _SPACED) or ""


_SPACED = regex(r"\s*+(\S++)", re.ASCII)
_WORD = regex(r"(\w++)", re.ASCII)
_WORD_OR_NONE = regex(r"(\w*+)", re.ASCII)
_UNBROKEN = regex(r"(\S*+)", re.ASCII)
_QUOTED = regex(r'("[^"]*+"|\S*+)', re.ASCII)
_DATABASES = regex(r"([^,][\w!,]++)", re.ASCII)
_NAMES = regex(r"([\w${}]++)", re.ASCII)
_SWITCHES = frozenset(
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
_VALUES = {
    **dict.fromkeys(sorted(_SWITCHES - {"ignore"}), _WORD),
    "ignore": _WORD_OR_NONE,
    "endDelimiter": _UNBROKEN,
    "rollbackEndDelimiter": _UNBROKEN,
    "context": _QUOTED,
    "contextFilter": _QUOTED,
    "labels": _QUOTED,
    "dbms": _DATABASES,
    "logicalFilePath": _UNBROKEN,
    "runWith": _NAMES,
}
_WHOLE = frozenset({"endDelimiter", "rollbackEndDelimiter"})


def _last(rest: str, name: str, value: re.Pattern[str]) -> str | None:
    low, wanted = rest.lower(), f"{name.lower()}:"
    end = len(low)
    while (at := low.rfind(wanted, 0, end)) >= 0:
        match = value.match(rest, at + len(wanted))
        bounded = name not in _WHOLE or at == 0 or not _is_word(rest[at - 1])
        if match and bounded:
            return _unquoted(match[1]) if value is _QUOTED else match[1]
        end = at + len(wanted) - 1
    return None


def _is_word(letter: str) -> bool:
    return letter == "_" or (letter.isascii() and letter.isalnum())


def _is_true(word: str) -> bool:
    return word.lower() == "true"


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
