"""Spans of time as people write them: `500ms`, `90s`, `15m`, `24h`, `1h30m`, `7d`, `2w`."""

from branchline.model.regex import regex
from branchline.toml.at import Refused
from branchline.toml.nearest import quoted
from branchline.toml.shapes import Text


def seconds(text: str) -> float:
    """Return a duration in seconds.

    Raises:
        Refused: it is none, or longer than ten years.
    """
    found = _WHOLE.fullmatch(text)
    total = sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text))
    if found is None or total > _LONGEST:
        raise Refused(
            f"is no duration: {quoted(text)}",
            hint="write a number and a unit (ms, s, m, h, d, w), such as '90s', '24h' or '7d'",
        )
    return total


_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_LONGEST = 3660 * 86400
_PART = regex(r"([0-9]{1,9}(?:\.[0-9]{1,3})?)(ms|[smhdw])")
_WHOLE = regex(rf"(?:{_PART.pattern})+")

DURATION = Text(make=seconds, pattern=f"^{_WHOLE.pattern}$")
