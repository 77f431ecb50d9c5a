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
    open_: dict[Hashable, list[tuple[int, str]]] = defaultdict(list)
    for place, (signed, _) in enumerate(ups):
        open_[signed.version].append((place, signed.title))
    found: dict[int, Each] = {}
    others: list[tuple[Signed, Each]] = []
    for signed, down in downs:
        namesake = next((up for up in open_[signed.version] if up[1] == signed.title), None)
        if namesake:
            open_[signed.version].remove(namesake)
            found[namesake[0]] = down
        else:
            others.append((signed, down))
    left: list[tuple[Signed, Each]] = []
    for signed, down in others:
        if open_[signed.version]:
            found[open_[signed.version].pop(0)[0]] = down
        else:
            left.append((signed, down))
    return found, left
