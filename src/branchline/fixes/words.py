"""Just enough of a statement's surface to rewrite it: words, and the list of an ALTER TABLE.

What a statement does is known from its operations; only where to write is
looked for here, and what looks unusual is left alone.
"""

import re
from typing import NamedTuple

from branchline.sql.postgres.slices import TOKEN


class Alter(NamedTuple):
    """ALTER TABLE, cut: `head` up to the table's name, and each action with the blanks around."""

    head: str
    actions: tuple[str, ...]


def alter(text: str) -> Alter | None:
    """Cut an ALTER TABLE at the commas between its actions; None for anything else."""
    head = _HEAD.match(text)
    if head is None:
        return None
    cuts, depth = [head.end()], 0
    for token in TOKEN.finditer(text, head.end()):
        mark = token.group()
        depth += (mark in _OPEN) - (mark in _CLOSE)
        if mark == "," and not depth:
            cuts += token.start(), token.end()
    cuts.append(len(text))
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    return Alter(head.group(), tuple(text[start:end] for start, end in pairs))


def bare(text: str) -> str:
    """Return the text with blanks in place of its comments."""
    return TOKEN.sub(lambda found: _blank(found.group()), text)


def comments(text: str) -> tuple[str, ...]:
    """Return the comments in a part of a statement, as they are written."""
    found = (token.group() for token in TOKEN.finditer(text))
    return tuple(token for token in found if token.startswith(("--", "/*")))


def code(text: str) -> str:
    """Return a part of a statement without blanks and comments around it."""
    seen = bare(text)
    start = len(seen) - len(seen.lstrip())
    return text[start : max(len(seen.rstrip()), start)]


def appended(action: str, words: str) -> str:
    """Put words behind the last word of an action, before comments that follow it."""
    end = len(bare(action).rstrip())
    return f"{action[:end]} {words}{action[end:]}"


def after_word(text: str, word: str, words: str) -> str | None:
    """Put words behind the first `word` of a statement, where it has one."""
    for token in _WORD.finditer(bare(text)):
        if token.group().lower() == word:
            return f"{text[: token.end()]} {words}{text[token.end() :]}"
    return None


def begins(text: str, *words: str) -> bool:
    """Whether a statement's first words are these, in lower case."""
    found = _WORD.finditer(bare(text))
    return all(
        token.group().lower() == word for token, word in zip(found, words, strict=False)
    ) and bool(text)


def names(text: str) -> frozenset[str]:
    """Return the words and names of a statement as the server folds them."""
    found = (token.group() for token in TOKEN.finditer(bare(text)))
    return frozenset(
        word[1:-1].replace('""', '"') if word[0] == '"' else word.lower()
        for word in found
        if word[0] == '"' or word[0].isalpha() or word[0] == "_"
    )


_NAME = r'(?:"(?:[^"]|"")++"|[\w$]++)'
_HEAD = re.compile(
    rf"alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?{_NAME}(?:\s*\.\s*{_NAME})*+(?:\s*\*)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z_]\w*+")
_OPEN = frozenset("([")
_CLOSE = frozenset(")]")


def _blank(token: str) -> str:
    if token.startswith(("--", "/*")):
        return re.sub(r"[^\r\n]", " ", token)
    return token
