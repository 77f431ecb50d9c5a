"""Find the comments of a SQL file that speak to branchline.

A comment line inside a string, a routine's body or a block comment is text; the
splitter knows, and is asked only when there is a candidate and something that may hide it.
"""

import re
from typing import NamedTuple

from branchline.model.regex import regex
from branchline.sql.split import comments


class Mark(NamedTuple):
    """What a comment line says; `start` and `end` are those of the whole line.

    `key` is `rollback` (a section starts), `undo` (one line of the way back),
    `irreversible`, `no-transaction`, `contexts`, `labels`, `dbms`, or a word
    after `branchline:` that nobody knows. `own` says that `branchline:` was
    there, `in_header` that nothing but comments stands above.
    """

    key: str
    value: str
    start: int
    end: int
    own: bool = False
    in_header: bool = False


WORDS = {
    "rollback": "rollback",
    "irreversible": "irreversible",
    "no-transaction": "no-transaction",
    "transaction": "transaction",
    "transactional": "transaction",
    "contexts": "contexts",
    "context": "contexts",
    "labels": "labels",
    "label": "labels",
    "dbms": "dbms",
}
"""The words that mean something, and what."""


def marks(text: str, dialect: str) -> tuple[Mark, ...]:
    """Return the marks of a text in order."""
    if not _QUICK.search(text):
        return ()
    header = _HEADER.match(text)
    top = header.end() if header else 0
    found = [mark for line in _LINE.finditer(text) if (mark := _mark(line, top))]
    simple = not _ODD.search(text, 0, top)
    if not found or not _QUOTING.search(text, 0, found[-1].start):
        return tuple(found)
    # MySQL takes `--rollback` for two minus signs; here it is a comment in every dialect.
    real = {comment.offset for comment in comments(_TIGHT.sub(r"\1 ", text), dialect)}
    return tuple(
        mark
        for mark in found
        if (simple and mark.in_header) or text.index("--", mark.start) in real
    )


_QUICK = regex(
    r"--[ \t]*+(?:branchline|rollback|irreversible|no-transaction|transaction|context|label|dbms)",
    re.IGNORECASE,
)
_LINE = regex(
    r"(?<![^\r\n])[ \t]*+--(?P<gap>[ \t]*+)(?P<own>branchline[ \t]*+:[ \t]*+)?+"
    r"(?P<word>[a-z][a-z-]*+)(?!\w)(?P<sign>[ \t]*+:?+)(?P<rest>[^\r\n]*+)(?:\r\n?|\n|\Z)",
    re.IGNORECASE,
)
_QUOTING = regex(r"['\"`$\[]|/\*|stdin|\r(?!\n)", re.IGNORECASE)
"""Without these above it, a comment line is a comment line, and nobody need split."""
_ODD = regex(r"/\*|\r(?!\n)")
_HEADER = regex(r"(?:\s++|--[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_TIGHT = regex(r"^([ \t]*+--)r(?=ollback\b)", re.IGNORECASE | re.MULTILINE)
# In its place or not, it is seen: overlooked, the change would run where it must not.
_ANYWHERE = frozenset({"rollback", "undo", "irreversible", "no-transaction", "contexts"})
_OFF = frozenset({"false", "no", "off", "none"})


def _mark(line: re.Match[str], top: int) -> Mark | None:
    own, word, sign, rest = bool(line["own"]), line["word"].lower(), line["sign"], line["rest"]
    said = _said(word, sign, rest.strip(), own=own)
    if said is None or (said[0] == "undo" and (line["gap"] or own)):
        return None
    in_header = line.start() < top
    if not (in_header or own or said[0] in _ANYWHERE):
        return None
    return Mark(*said, line.start(), line.end(), own, in_header)


def _said(word: str, sign: str, rest: str, *, own: bool) -> tuple[str, str] | None:
    """Tell what is meant from prose that starts with the same word."""
    key = WORDS.get(word, "")
    colon = ":" in sign
    if key == "rollback":
        if not rest:
            return key, ""
        return ("undo", rest) if sign and not colon else None
    if key == "irreversible" and (own or colon or not rest or rest.startswith("(")):
        return key, rest.removeprefix("(").removesuffix(")").strip()
    if key == "transaction":
        return ("no-transaction", "") if colon and rest.lower() in _OFF else None
    if own:
        return None if word == "allow" else (key or word, rest)
    return (key, rest) if key and (colon or (key == "no-transaction" and not rest)) else None
