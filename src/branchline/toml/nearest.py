"""What somebody may have meant by a name that nobody knows."""

from collections.abc import Iterable

_LONGEST = 60


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint: the known name nearest to `name`, or all of them where none is near."""
    from difflib import get_close_matches

    names = sorted(known)
    for found in get_close_matches(name[:_LONGEST].lower(), names, 1):
        return f"did you mean {found!r}?"
    return f"known: {', '.join(names)}" if len(names) <= _SHOWN else ""


def quoted(text: str) -> str:
    """Return what a person typed, in quotes, fit for a line of a terminal."""
    return repr(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


_SHOWN = 20
