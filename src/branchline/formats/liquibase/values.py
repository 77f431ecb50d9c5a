"""Values of columns, as Liquibase tells numbers and dates from what a database computes."""

import re

from branchline.model.regex import regex


def number(text: str) -> str | None:
    """Return a number as it is printed; None for what does not begin as one.

    Java reads as far as it can, and what is written is the whole: `5x` stays `5x`.
    """
    bare = text.removeprefix("(").removesuffix(")")
    return bare if _NUMBER.fullmatch(bare) else None


def calendar(text: str) -> str | None:
    """Return a date, a time or both in ISO's letters; None for what is none."""
    if match := _PRINTED.fullmatch(text):
        day, time, year = match[2], match[3], match[4]
        return f"{year}-{1 + _MONTHS.index(match[1]) // 4:02}-{day}T{time}"
    if _DATE.fullmatch(text) or _TIME.fullmatch(text):
        return text
    if match := _BOTH.fullmatch(text):
        return f"{match[1]}T{match[2]}{_fraction(match)}"
    return None


_NUMBER = regex(r"-?(?:\.?[0-9]|\u221e|NaN)[^\x00]*+")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_PRINTED = regex(
    rf"[A-Z][a-z]{{2}} ({_MONTHS.replace(' ', '|')}) (\d\d) ([\d:]{{8}}) UTC (\d{{4}})"
)
_DATE = regex(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = regex(r"\d\d:\d\d:\d\d", re.ASCII)
_BOTH = regex(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?", re.ASCII)


def _fraction(match: re.Match[str]) -> str:
    return f".{match[3]}" if (match[3] or "").strip("0") else ""
