"""Patterns that a policy gives a rule: globs for names, regular expressions for conventions."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

from branchline.model.operations import Name


def fits(name: str, globs: Iterable[str]) -> bool:
    """Whether a name fits one of the globs: `*_id`."""
    return any(fnmatchcase(name, glob) for glob in globs)


def matches(name: Name, globs: Iterable[str]) -> bool:
    """Whether the name of an object fits one of the globs, with its schema or without."""
    return any(fnmatchcase(spelled, glob) for glob in globs for spelled in (name.name, str(name)))


@cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Return a regular expression ready for use, or None when it is none."""
    try:
        return re.compile(pattern)
    except re.error:
        return None


def words(name: str) -> list[str]:
    """Return the words of a name in lower case: `unitPrice` and `unit_price` are two."""
    return [word.lower() for word in _WORD.findall(name)]


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
