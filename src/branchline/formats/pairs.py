"""Which file takes which change back, where both carry a version and a title.

The tool goes by version alone. Of two changes with one version, which is a
fault that is said elsewhere, each keeps the file that is called as it is: a fix
that gives one of them another number must not take the other's way back along.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import NamedTuple, TypeVar

Each = TypeVar("Each")


class Signed(NamedTuple):
    """What a name says: a version, however it is written, and a title."""

    version: Hashable
    title: str


def dealt(
    ups: Iterable[tuple[Signed, Each]], downs: Iterable[tuple[Signed, Each]]
) -> tuple[dict[int, Each], list[tuple[Signed, Each]]]:
    """Return the way back of each change by its place in `ups`, and those that nobody took."""
    free: dict[Hashable, dict[int, None]] = defaultdict(dict)
    called: dict[Signed, list[int]] = defaultdict(list)
    for place, (signed, _) in reversed([*enumerate(ups)]):  # the last is taken first
        free[signed.version][place] = None
        called[signed].append(place)
    found: dict[int, Each] = {}
    others: list[tuple[Signed, Each]] = []
    for signed, down in downs:
        if called[signed]:
            place = called[signed].pop()
            del free[signed.version][place]
            found[place] = down
        else:
            others.append((signed, down))
    left: list[tuple[Signed, Each]] = []
    for signed, down in others:
        if free[signed.version]:
            found[free[signed.version].popitem()[0]] = down
        else:
            left.append((signed, down))
    return found, left
