"""A limit to the wait for a lock, set before the first statement that waits."""

from collections.abc import Iterator, Sequence

from branchline.fixes.edits import Change, Fix
from branchline.fixes.files import Texts
from branchline.fixes.source import Source
from branchline.model.changelog import ChangeSet
from branchline.model.finding import Finding
from branchline.model.operations.session import RunBlock, SetVariable
from branchline.model.statement import Statement, Transaction
from branchline.rules.locks.timeouts import limit

RULES = frozenset({"missing-lock-timeout"})
"""What is answered here."""


def limited(changeset: ChangeSet, findings: Sequence[Finding], texts: Texts) -> Fix | None:
    """Return what sets the limit in each half of a changeset that was found without; or None."""
    places = {finding.place for finding in findings if finding.rule in RULES}
    changes: list[Change] = []
    for half in (changeset.statements, changeset.undo):
        waiting = next((each for each in half if each.place in places), None)
        if waiting is not None:
            changes += _limit(half, waiting, texts)
    return Fix(changeset.entry.path, RULES, tuple(changes)) if changes else None


def _limit(half: Sequence[Statement], waiting: Statement, texts: Texts) -> Iterator[Change]:
    if any(_sets(statement) for statement in half[: waiting.position]):
        return  # someone decided, or nobody can tell
    own = waiting.situation.transaction is Transaction.OWN
    if not waiting.in_transaction and not all(each.effect.transactional for each in half):
        return  # what runs CONCURRENTLY has to wait its time
    before = waiting if own else half[0]
    path = before.place.path
    added = Source(path, texts[path]).before(before, [limit(waiting)])
    if added is not None:
        yield added


def _sets(statement: Statement) -> bool:
    names = [each.name.lower() for each in statement.operations if isinstance(each, SetVariable)]
    unknown = any(isinstance(each, RunBlock) for each in statement.operations)
    return unknown or not {"lock_timeout", "all"}.isdisjoint(names)
