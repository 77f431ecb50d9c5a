"""Plain scalars of YAML, in the letters in which Java prints what they stand for.

Liquibase sums and compares what YAML made of a word, not the word: `yes` is
`true`, `010` is `8`, `1.50` is `1.5`. Dates are printed in UTC.
Source: SnakeYAML's resolver of YAML 1.1; Java's `Double.toString`.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from branchline.model.regex import regex


def printed(word: str) -> str | None:
    """Return what a plain scalar is printed as; None for null."""
    if word[:1] not in _FIRST:
        return word
    if _NULL.fullmatch(word):
        return None
    switch = _SWITCHES.get(word.lower())
    if switch and _CASED.fullmatch(word):
        return switch
    return _number(word)


def _number(word: str) -> str:
    if _INTEGER.fullmatch(word):
        return _integer(word.replace("_", ""))
    if _FLOAT.fullmatch(word):
        return _float(word.replace("_", ""))
    if match := _STAMP.fullmatch(word):
        return _stamp(match) or word
    return word


_FIRST = frozenset("0123456789+-.~nNtTfFyYoO") | {""}
_NULL = regex(r"~|null|Null|NULL|")
_CASED = regex(r"[a-z]+|[A-Z][a-z]+|[A-Z]+")
_SWITCHES = {"yes": "true", "true": "true", "on": "true"} | dict.fromkeys(
    ("no", "false", "off"), "false"
)
_INTEGER = regex(
    r"[-+]?0b[0-1_]+|[-+]?0[0-7_]*|[-+]?[1-9][0-9_]*"
    r"|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+"
)
_FLOAT = regex(
    r"[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?(?:[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)"
    r"|[-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_STAMP = regex(
    r"(?=[0-9]{4}-[0-9]{2}-[0-9]{2}\Z|[^ \tTt]*[ \tTt])([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?"
    r"(?:[ \t]*(Z|([-+])([0-9]{1,2}):?([0-9]{2})?))?)?"
)
_MOST_DIGITS = 400  # no number that anyone means is longer, and `int` takes their square
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def _integer(word: str) -> str:
    sign, digits = ("-" if word[0] == "-" else ""), word.lstrip("+-")
    if len(digits) > _MOST_DIGITS:
        return word
    if ":" in digits:
        return f"{sign}{_sixties(digits)}"
    base = 2 if digits[:2] == "0b" else 16 if digits[:2] == "0x" else 8 if digits[0] == "0" else 10
    bare = digits[2:] if base in {2, 16} else digits
    number = int(bare, base) if bare else 0
    return f"{sign}{number}" if number else "0"


def _sixties(digits: str) -> int:
    number = 0
    for part in digits.split(":"):
        number = number * 60 + int(part)
    return number


def _float(word: str) -> str:
    low = word.lower().lstrip("+-")
    sign = "-" if word[0] == "-" else ""
    if low == ".inf":
        return f"{sign}Infinity"
    if low == ".nan":
        return "NaN"
    if ":" in low:
        whole, _, part = low.rpartition(":")
        return java_double(float(f"{sign}1") * (_sixties(whole) * 60 + float(part)))
    return java_double(float(word))


_PLAIN_FROM, _PLAIN_TO = 1e-3, 1e7


def java_double(number: float) -> str:
    """Write a number as `Double.toString` does."""
    if number in {float("inf"), float("-inf")}:
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0 or _PLAIN_FROM <= abs(number) < _PLAIN_TO:
        text = f"{number:.17g}" if "e" in repr(number) else repr(number)
        return text if "." in text else f"{text}.0"
    mantissa, _, exponent = f"{number!r}e0".partition("e")
    digits, sign = mantissa.lstrip("-").replace(".", ""), "-" if number < 0 else ""
    point = len(mantissa.lstrip("-").partition(".")[0]) + int(exponent.partition("e")[0])
    bare = digits.lstrip("0")
    point -= len(digits) - len(bare)
    bare = bare.rstrip("0") or "0"
    return f"{sign}{bare[0]}.{bare[1:] or '0'}E{point - 1}"


def _stamp(match: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, _, zone, sign, ahead, past = match.groups()
    try:
        clock = (int(hour or 0), int(minute or 0), int(second or 0))
        when = datetime(int(year), int(month), int(day), *clock, tzinfo=UTC)
        if ahead:
            offset = timedelta(hours=int(ahead), minutes=int(past or 0))
            zone_ = timezone(offset if sign == "+" else -offset)
            when = when.replace(tzinfo=zone_).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    told = f"{when.hour:02}:{when.minute:02}:{when.second:02}"
    if hour is None or (zone and zone != "Z"):
        head = f"{_DAYS[when.weekday()]} {_MONTHS[when.month - 1]} {when.day:02}"
        return f"{head} {told} UTC {when.year:04}"
    return f"{when.year:04}-{when.month:02}-{when.day:02} {told}"
