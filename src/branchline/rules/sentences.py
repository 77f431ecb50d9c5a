"""Names in a sentence: five, and how many more there are."""

from collections.abc import Sequence

MOST = 5
"""More names than these make a sentence nobody reads."""


def listing(names: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`, or five names `and 3 more`."""
    if len(names) > MOST:
        return f"{', '.join(names[:MOST])} and {len(names) - MOST} more"
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def verb(names: Sequence[object], one: str, many: str) -> str:
    """Return the form of a verb or pronoun that fits the number of `names`."""
    return one if len(names) == 1 else many
