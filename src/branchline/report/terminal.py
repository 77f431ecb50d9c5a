"""What may be sent to a terminal.

File names and SQL come from strangers: an escape sequence in one could clear
the screen or forge a verdict, so nothing but printable characters passes.
"""

import os
from collections.abc import Mapping
from typing import TextIO

RED, YELLOW, CYAN, DIM = "31", "33", "36", "2"


def printable(text: str) -> str:
    r"""Return `text` with all that is not printable escaped: `\x1b`, `\u202e`, `\xff`.

    A byte that was not UTF-8 (a lone surrogate here) shows as that byte.
    """
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def wants_colour(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether `stream` is a terminal whose owner has not asked for `NO_COLOR`."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def coloured(text: str, colour: str) -> str:
    """Return `text` between the codes that switch `colour` on and off."""
    return f"\x1b[{colour}m{text}\x1b[0m"


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if _ESCAPED_BYTE <= code <= _ESCAPED_BYTE + 0xFF:
        return f"\\x{code - _ESCAPED_BYTE:02x}"
    return character.encode("unicode_escape").decode("ascii")


_ESCAPED_BYTE = 0xDC00
"""`surrogateescape` adds this to a byte that it could not decode."""
