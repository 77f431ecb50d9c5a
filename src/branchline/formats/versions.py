"""Versions in file names: numbers between dots.

Leading zeros and parts of zero at the end mean nothing, as in Flyway: `1`, `01`
and `1.0` are one version. Two files that differ in nothing else are duplicates.
"""

import re

from branchline.model.regex import regex

Version = tuple[int, ...]


def parse(text: str) -> Version | None:
    """Read `1.2.3`; None when it is no version.

    The parts of zero at the end are left out, so that tuples compare as
    versions do. Zero itself is the empty tuple.
    """
    if len(text) > _LONGEST or not _VERSION.fullmatch(text):
        return None
    parts = [int(part) for part in text.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def canonical(version: Version) -> str:
    """Write a version in the one way that is compared: `1.2` for `01.2.0`."""
    return ".".join(map(str, version)) or "0"


def following(text: str, clock: str) -> str:
    """Return the version after `text`, written as it is: as wide, a time where it is one.

    `clock` is now as 14 digits, from year to second.
    """
    last = re.split(r"[._]", text)[-1]
    start, width = text[: -len(last)], len(last)
    if _DATED.fullmatch(text):
        now = f"{clock[:8]}_{clock[8 : 8 + width]}"
        return max(now, f"{start}{int(last) + 1:0{width}d}")
    count = int(last) + 1
    if width >= _MINUTE:
        count = max(count, int(clock[:width].ljust(width, "0")))
    return f"{start}{count:0{width}d}"


_VERSION = regex(r"[0-9]++(?:\.[0-9]++)*+")
_DATED = regex(r"[0-9]{8}_[0-9]{4,6}")
_LONGEST = 255  # bytes of a file name; Python reads numbers up to 4300 digits
_MINUTE = 12  # digits of a time without seconds
