"""Changes that a push takes away, where that is how an environment rolls them back.

The deploy runs the way back as the branch had it before the push. So all that
could keep it from that is found here, while the push can still be refused.
"""

from collections.abc import Iterable, Iterator, Sequence

from branchline.gather.promotions import Holder
from branchline.gather.states import States
from branchline.git.objects import Repository
from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Kind, Withdrawal

MOST = 200
"""Commits of one push that are compared, each by itself; a rollback has one or two."""


def withdrawals(
    diff: ChangelogDiff,
    commits: Sequence[str],
    states: States,
    uppers: Iterable[tuple[str, Holder]],
) -> Iterator[Withdrawal]:
    """Yield what is taken away, with the first thing that keeps it from being rolled back.

    `commits` are the branch's own that the push brings, newest first.
    """
    gone = {entry.key for entry in diff.removed}
    staying = [e for e in diff.applied if e.key not in gone and e.kind is not Kind.REPEATABLE]
    newest = max(staying, key=lambda entry: entry.order, default=None)
    holders = tuple(uppers)
    for entry in diff.removed:
        yield Withdrawal(
            entry,
            _mixed(diff)
            or _too_old(entry, newest, staying)
            or _held_above(entry, holders)
            or _no_way_back(states.peek(entry))
            or _rewritten(entry, commits, states),
        )


def own_commits(repository: Repository, new: str, old: str) -> tuple[str, ...]:
    """Return the commits of a branch's own between two of its tips, newest first."""
    return tuple(repository.rev_list([new], [old], "--first-parent"))


def _mixed(diff: ChangelogDiff) -> str:
    if diff.added or diff.renamed:
        first = (*(each.change for each in diff.added), *(r.after.change for r in diff.renamed))[0]
        return f"the same push brings {first}; push the two apart"
    return ""


def _too_old(entry: Entry, newest: Entry | None, staying: Iterable[Entry]) -> str:
    child = next((each for each in staying if entry.id in each.parents), None)
    if child is not None:
        return f"{child.change} builds on it and stays"
    if newest is not None and newest.order > entry.order:
        return f"it is not the newest, {newest.change} comes after it and stays"
    return ""


def _held_above(entry: Entry, uppers: Iterable[tuple[str, Holder]]) -> str:
    name = next((name for name, holder in uppers if holder.find(entry) is not None), "")
    return f"{name} holds it; take it away there first" if name else ""


def _no_way_back(changeset: ChangeSet) -> str:
    if changeset.flaw:
        return f"it cannot be read ({changeset.flaw})"
    if changeset.runner:
        return f"only {changeset.runner} can run its way back"
    if changeset.rollback is None or not changeset.rollback.text.strip():
        return f"it has no way back{f' ({changeset.reason})' if changeset.reason else ''}"
    return ""


def _rewritten(entry: Entry, commits: Sequence[str], states: States) -> str:
    """Nobody judged a way back that stood on the branch between two pushes only."""
    if len(commits) > MOST:
        return f"the push brings more than {MOST} commits; roll back in a push of its own"
    for commit in commits:
        found = states.find(commit, entry)
        if found is not None and not states.is_untouched(entry, found):
            return f"commit {commit[:12]} changes it before it goes; push that first"
    return ""
