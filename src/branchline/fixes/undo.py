"""The way back, dealt out to the changesets that a change became.

Each takes what undoes it, so that undoing them one by one, the last first,
does what the one did.
"""

from collections.abc import Callable, Iterable, Sequence

from branchline.fixes.groups import Group
from branchline.fixes.independence import Footprint, independent
from branchline.fixes.indexes import concurrently
from branchline.fixes.settings import is_setting, is_timeout
from branchline.fixes.steps import Mode, Step, Subject, subject, subjects
from branchline.model.statement import Statement
from branchline.model.value import value


@value
class WayBack:
    """What undoes each group; `moved` are the statements that leave the first one's way back.

    `sql` stands for the groups after the first, in order, with terminators. `known` says for
    each whether that is all there is to undo. `first` is what the first group
    needs besides what it has.
    """

    sql: tuple[tuple[str, ...], ...] = ()
    known: tuple[bool, ...] = ()
    moved: frozenset[int] = frozenset()
    first: tuple[str, ...] = ()


def way_back(
    groups: Sequence[Group],
    undo: Sequence[Statement],
    written: Callable[[Statement, str], str],
) -> WayBack | None:
    """Deal out a way back; None when it cannot be told what undoes what.

    `written` returns a statement's new text with the comments that go with it.
    """
    owners = _owners(groups, undo)
    if owners is None:
        return None
    moved = frozenset(at for at, owner in enumerate(owners) if owner)
    if not _may_move(undo, moved):
        return None
    made = [_subjects(group) for group in groups]
    others = [each for each in undo if not any((subjects(each) or _NOTHING) <= own for own in made)]
    found: list[tuple[str, ...]] = []
    known: list[bool] = []
    for number, group in enumerate(groups[1:], 1):
        own = [undo[at] for at in sorted(moved) if owners[at] == number]
        taken = frozenset(each for statement in own for each in subjects(statement) or ())
        lost = [step for step in group.steps if _is_lost(step, taken, others)]
        if lost and undo:
            return None
        texts = [written(statement, _text(group, statement)) for statement in own]
        found.append((*texts, *(f"{sql};" for sql in _made(group.steps, taken))))
        known.append(
            not lost and (bool(undo) or all(step.undo is not None for step in group.steps))
        )
    return WayBack(tuple(found), tuple(known), moved, tuple(_after(groups[0].steps)))


def _owners(groups: Sequence[Group], undo: Sequence[Statement]) -> list[int] | None:
    """Return for each statement the group it undoes; None where it undoes more than one's."""
    by_group = [_subjects(group) for group in groups]
    owners = []
    for statement in undo:
        about = subjects(statement)
        touched = _touched(statement)
        owner = next((n for n, own in enumerate(by_group) if about and about <= own), 0)
        torn = any(touched & own for n, own in enumerate(by_group) if n not in {0, owner})
        if torn or (owner == 0 and any(touched & own for own in by_group[1:])):
            return None
        owners.append(owner)
    return owners


def _subjects(group: Group) -> frozenset[Subject]:
    return frozenset(each for step in group.steps for each in step.subjects or ())


def _touched(statement: Statement) -> frozenset[Subject]:
    found = (subject(operation, statement) for operation in statement.operations)
    return frozenset(each for each in found if each is not None)


def _may_move(undo: Sequence[Statement], moved: frozenset[int]) -> bool:
    """Whether the way back does the same when these statements run before the others."""
    if any(is_setting(statement) and not is_timeout(statement) for statement in undo):
        return not moved
    prints = [Footprint(statement) for statement in undo]
    stay = [at for at, each in enumerate(undo) if at not in moved and not is_setting(each)]
    if len(moved) * len(stay) > _MOST:
        return False
    return all(
        independent(prints[earlier], prints[at]) for at in moved for earlier in stay if earlier < at
    )


def _is_lost(step: Step, taken: frozenset[Subject], others: Iterable[Statement]) -> bool:
    """Whether something in the way back may undo a step, and nobody can tell what.

    `others` are the statements of which it is not known what they undo; those
    that have nothing in common with the step leave it as it is.
    """
    if step.undo is not None or (step.subjects is not None and step.subjects <= taken):
        return False
    mine = Footprint(step.touches)
    return any(not independent(mine, Footprint(other)) for other in others)


def _made(steps: Sequence[Step], taken: frozenset[Subject]) -> Iterable[str]:
    for step in reversed(steps):
        if step.undo and not (step.subjects or frozenset()) & taken:
            yield step.undo
        yield from step.after


def _after(steps: Sequence[Step]) -> Iterable[str]:
    return (each for step in reversed(steps) for each in step.after)


def _text(group: Group, statement: Statement) -> str:
    return concurrently(statement) if group.mode is Mode.ALONE else statement.text


_MOST = 100_000
"""Pairs of statements that are compared: a long file must not cost its square."""
_NOTHING = frozenset({("nothing",)})
