"""Roll back what a branch took away: `promotion.revert = "rollback"`.

A database that has more than its branch may have it from anywhere, so a change
is rolled back only if the branch itself held it when it was deployed, and only
if it is among the newest. Everything else stays a disagreement, and stops.
"""

from branchline.deploy.apply import Progress
from branchline.deploy.drivers import Database
from branchline.deploy.drivers.errors import Watcher
from branchline.deploy.history import STANDS, Outcome, Row, State
from branchline.deploy.instance import Place, need_tip
from branchline.deploy.rollback import Aim, Undo, undo, undone
from branchline.deploy.tree import to_run
from branchline.model.changelog import Kind
from branchline.model.value import replace

ACTION = "revert"
"""What `branchline_deployments` calls a deployment that does this."""


def withdrawn(place: Place, database: Database) -> Undo | None:
    """Return what is to be rolled back because the branch took it away; None for nothing.

    Raises:
        DeployError: a change has no way back, or nobody knows it any more.
    """
    if place.target.settings.promotion.revert != "rollback":
        return None
    state, tip = place.history(database), need_tip(place)
    gone = _gone(state, place, tip)
    if not gone or not _newest(gone, state) or not _was_here(gone, place, database, tip):
        return None
    return undo(place, database, Aim(commit=tip, past=True))


def withdraw(place: Place, database: Database, progress: Progress, doubt: str = "") -> int:
    """Roll back what the branch took away; return how many changes.

    Each is a transaction with its row, or says how far it came: whoever comes
    next goes on. The caller holds the lock.

    Raises:
        DeployError: there is no way back, or a statement was refused.
    """
    found = withdrawn(place, database)
    return undone(place, database, found, Watcher(progress, doubt), ACTION) if found else 0


def without_reverted(state: State, database: Database) -> State:
    """Return a state in which what a branch took away never ran: it comes back with the branch.

    What a person rolled back by hand stays so until a person deploys it.
    """
    if all(row.outcome is not Outcome.ROLLED_BACK for row in state.rows):
        return state
    reverts = {found.id for found in database.deployments() if found.action == ACTION}
    kept = (
        row
        for row in state.rows
        if row.outcome is not Outcome.ROLLED_BACK or row.deployment not in reverts
    )
    return replace(state, rows=tuple(kept))


def _gone(state: State, place: Place, tip: str) -> tuple[Row, ...]:
    """Return what stands in the database, or is half way back, and is not on the branch."""
    spec = place.target.changelog(place.instance)
    there = {found.entry.id for found in to_run(place.site.repository, tip, spec)}
    return tuple(row for row in _versioned(state) if row.id not in there)


def _versioned(state: State) -> tuple[Row, ...]:
    standing = (*STANDS, Outcome.UNDOING)
    return tuple(
        row for row in state.rows if row.outcome in standing and row.kind != Kind.REPEATABLE
    )


def _newest(gone: tuple[Row, ...], state: State) -> bool:
    return _versioned(state)[-len(gone) :] == gone


def _was_here(gone: tuple[Row, ...], place: Place, database: Database, tip: str) -> bool:
    """Whether each was deployed from what this branch was."""
    deployments = {found.id: found for found in database.deployments()}
    branch, repository = place.target.environment.branch, place.site.repository
    for row in gone:
        found = deployments.get(row.deployment)
        if found is None or found.branch != branch or repository.kind(found.commit) != "commit":
            return False
        if not repository.is_ancestor(found.commit, tip):
            return False
    return True
