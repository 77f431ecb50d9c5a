"""Who took a change out of a branch that Git takes for merged: the newest of its own commits."""

from collections.abc import Iterable, Iterator
from itertools import islice

from branchline.gather.states import States
from branchline.git.history import Step, touching
from branchline.git.objects import Repository
from branchline.model.changelog import Entry
from branchline.model.refs import Revert

LOST = 20
"""Changes that are looked for: a message names no more."""

STEPS = 50
"""Commits of one file that are looked at, where it holds many changes."""


def reverts(
    lost: Iterable[Entry], old: str, states: States, repository: Repository
) -> Iterator[Revert]:
    """Yield the commit that took each change out of the branch before the push.

    Where none did, the push itself drops them.
    """
    for entry in islice(lost, LOST):
        step = _taken_out(entry, old, states, repository)
        if step is not None:
            yield Revert(entry.change, step.oid, step.subject, len(step.parents) > 1)


def _taken_out(entry: Entry, old: str, states: States, repository: Repository) -> Step | None:
    for step in islice(touching(repository, old, entry.path), STEPS):
        before = step.parents[0] if step.parents else ""
        if before and states.find(before, entry) and not states.find(step.oid, entry):
            return step
    return None
