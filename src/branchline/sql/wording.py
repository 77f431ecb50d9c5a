"""What a script says, whoever typed it: the same for other blanks, comments and letters' case.

Two changes of one wording do the same to a database. Nothing is parsed, so it
holds for every dialect; what stands in quotes counts to the letter.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from branchline.model.regex import regex
from branchline.sql.split import split


def wording(text: str, dialect: str) -> str:
    """Return a digest of a script's statements; empty for a script that has none.

    How long a session waits for locks is left out: that is not what changes.
    """
    said = [each for each in _statements(text, dialect) if not _WAITS.match(each)]
    return sha256("\n;\n".join(said).encode(*_ESCAPED)).hexdigest() if said else ""


_ESCAPED = ("utf-8", "surrogatepass")
_TOKEN = regex(
    r"""(?P<comment>--[^\n]*|/\*.*?\*/)|(?P<quoted>\$(?P<tag>\w*)\$.*?\$(?P=tag)\$"""
    r"""|'[^']*'|"[^"]*"|`[^`]*`)|(?P<blank>\s+)|(?P<word>\w+)|(?P<other>.)""",
    re.DOTALL,
)
_WAITS = regex(r"set (?:local |session )?(?:\w+_timeout|innodb_lock_wait_timeout)\b")


def _statements(text: str, dialect: str) -> Iterator[str]:
    for piece in split(text, dialect):
        words = " ".join(_tokens(piece.text))
        if words:
            yield words


def _tokens(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        if found["quoted"] is not None:
            yield found["quoted"]
        elif found["word"] or found["other"]:
            yield found[0].casefold()
