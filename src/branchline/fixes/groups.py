"""Which steps share a changeset, and in which order the changesets stand.

Steps change places only where they are independent. What need not wait stays
in the first changeset, which is the file that was there.
"""

from collections.abc import Iterable

from branchline.fixes.independence import independent
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
    moved: list[tuple[list[Step], Step]] = []
    for step in steps:
        owners = [own for own, earlier in moved if _waits(step, earlier)]
        first = max((_at(groups, own) for own in owners), default=0)
        own = _place(groups, step.mode, first)
        own.append(step)
        if own is not groups[0][1]:
            moved.append((own, step))
    return tuple(Group(mode, tuple(found)) for mode, found in groups if found)


_Open = tuple[Mode, list[Step]]


def _waits(step: Step, earlier: Step) -> bool:
    same = step.statement is earlier.statement
    return same or not independent(earlier.touches, step.touches)


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
