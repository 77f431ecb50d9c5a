"""What counts as the same migration, as one word.

The normalised checksum leaves out what editors and Git change by themselves:
line ends, blanks at the end of lines, blank lines at the end, a byte order mark.
"""

import zlib

from branchline.model.digest import sha256
from branchline.model.regex import regex


def normalized(text: str) -> str:
    """Return `sha256:` and 64 hex digits, equal for texts that differ in blanks at ends only."""
    lines = _LINE_END.sub("\n", text.removeprefix(_MARK))
    return raw(lines.rstrip(" \t\n").encode("utf-8", "surrogatepass"))


def raw(data: bytes) -> str:
    """Return `sha256:` and 64 hex digits over every byte."""
    return f"sha256:{sha256(data)}"


def flyway(text: str) -> str:
    """Return Flyway's checksum: a signed CRC-32, in decimal, over the lines without their ends."""
    joined = text.removeprefix(_MARK).replace("\r", "").replace("\n", "")
    unsigned = zlib.crc32(joined.encode("utf-8", "surrogatepass"))
    return str(unsigned - (1 << 32) if unsigned >> 31 else unsigned)


_MARK = "\ufeff"
_LINE_END = regex(r"(?<![ \t])[ \t]*+(?:\r\n?|\n)")
