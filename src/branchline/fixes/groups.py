"""Which steps share a changeset, and in which order the changesets stand.

Steps change places only where they are independent. What need not wait stays
in the first changeset, which is the file that was there.
"""

from collections.abc import Iterable
from typing import NamedTuple

from branchline.fixes.independence import Footprint, independent
from branchline.fixes.steps import Mode, Step
from branchline.model.value import value


@value
class Group:
    """The steps of one changeset, in order."""

    mode: Mode
    steps: tuple[Step, ...] = ()


def grouped(steps: Iterable[Step]) -> tuple[Group, ...]:
    """Return steps as changesets, none of them empty."""
    groups: list[_Open] = [(Mode.PLAIN, [])]
    moved: list[_Moved] = []
    for step in steps:
        mine = _Moved([], step, Footprint(step.touches))
        own = _place(groups, step.mode, _first(groups, moved, mine))
        own.append(step)
        if own is not groups[0][1]:
            moved.append(mine._replace(group=own))
    return tuple(Group(mode, tuple(found)) for mode, found in groups if found)


class _Moved(NamedTuple):
    """A step that is not in the first group, and the steps of its own one."""

    group: list[Step]
    step: Step
    footprint: Footprint


_Open = tuple[Mode, list[Step]]
_MOST = 200


def _first(groups: list[_Open], moved: list[_Moved], mine: _Moved) -> int:
    """Return the first group that is not before anything that a step waits for.

    Past so many moved steps all stay in order: a long file must not cost its square.
    """
    if len(moved) > _MOST:
        return len(groups) - 1
    waits = [
        earlier
        for earlier in moved
        if earlier.step.statement is mine.step.statement
        or not independent(earlier.footprint, mine.footprint)
    ]
    return max((_at(groups, earlier.group) for earlier in waits), default=0)


def _at(groups: list[_Open], own: list[Step]) -> int:
    return next(at for at, (_, found) in enumerate(groups) if found is own)


def _place(groups: list[_Open], mode: Mode, first: int) -> list[Step]:
    """Return the first group that may hold a step, from `first` on; make one where none may.

    What is to be proved is proved soon: right after what it waits for.
    """
    new: list[Step] = []
    if mode is not Mode.ALONE:
        for kind, found in groups[first:]:
            if kind is mode:
                return found
    groups.insert(first + 1 if mode is Mode.VALIDATE else len(groups), (mode, new))
    return new
