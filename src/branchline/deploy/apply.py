"""Run a plan on one database, step by step; every step is recorded.

The caller holds the database's lock and read the history under it: the plan is
true when it starts.
"""

from collections.abc import Mapping
from contextlib import nullcontext, suppress

from branchline.deploy.clock import now
from branchline.deploy.drivers import Database
from branchline.deploy.drivers.errors import CutOffError, InDoubtError, Say, StatementError, Watcher
from branchline.deploy.history import OPEN, Deployment, Outcome, Row, State
from branchline.errors import DeployError
from branchline.model.changelog import ChangeSet
from branchline.model.plan import InstancePlan, Mismatch, Step
from branchline.model.value import replace, value
from branchline.sql.split import split

Progress = Say


@value
class Work:
    """What is to be done on one database, and the facts that it rests on.

    `changesets` are those of the tree by their name; `state` is what the
    history told under the lock. `doubt` is what a person found out about a
    statement that was cut off: `ran`, or `again` for one that did not.
    """

    plan: InstancePlan
    changesets: Mapping[str, ChangeSet]
    state: State
    deployment: Deployment
    doubt: str = ""


def apply(work: Work, database: Database, progress: Progress, verify: str = "") -> int:
    """Run the steps of a plan and return how many ran.

    `verify` is a query that must hold afterwards.

    Raises:
        DeployError: the history and the branch disagree, a statement was
            refused or `verify` does not hold; what ran stands and is recorded.
    """
    plan, deployment = work.plan, work.deployment
    if plan.mismatches:
        raise disagreement(plan.mismatches, deployment)
    begin(deployment, database)
    try:
        for done, step in enumerate(plan.steps):
            _run(step, done, work, database, progress)
            progress(f"{step.change}: applied, {count(len(step.sql), 'statement')}")
        _verify(verify, database)
    except DeployError as error:
        end(deployment, database, error)
        raise
    end(deployment, database)
    return len(plan.steps)


def begin(deployment: Deployment, database: Database) -> None:
    """Write a deployment down, and that those which have no end were interrupted."""
    for found in database.deployments():
        if found.outcome == STARTED:
            database.record(replace(found, outcome="interrupted", finished_at=now()))
    database.record(deployment)


def end(deployment: Deployment, database: Database, error: DeployError | None = None) -> None:
    """Write down how a deployment ended; one that failed may have no database to tell."""
    outcome = "failed" if error else "applied"
    words = error.message if error else ""
    with suppress(DeployError) if error else nullcontext():
        database.record(replace(deployment, outcome=outcome, error=words, finished_at=now()))


def disagreement(mismatches: tuple[Mismatch, ...], deployment: Deployment) -> DeployError:
    """Return the error that names what a history and a branch do not agree on."""
    first = "; ".join(f"{found.change} is {found.what}: {found.detail}" for found in mismatches[:5])
    more = f", and {len(mismatches) - 5} more" if len(mismatches) > 5 else ""  # noqa: PLR2004 - as many as a person reads
    at = f"{deployment.environment} --only {deployment.instance}"
    back = f"branchline rollback {at} --change {mismatches[0].change}"
    return DeployError(
        f"nothing was run, the database and the branch disagree: {first}{more}",
        hint=_HINTS[mismatches[0].what].format(back=back),
    )


def count(number: int, what: str) -> str:
    """Return `1 change`, `2 changes`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def refused(step: Step, error: StatementError, line: int = 0) -> str:
    """Return the sentence about a statement that the database refused."""
    first = " ".join(error.statement.split())
    shown = first if len(first) <= _WIDTH else first[: _WIDTH - 1] + "…"
    place = f"{step.path or step.change}:{line}" if line else step.path or step.change
    number = f"statement {error.position + 1} of {len(step.sql)}"
    return f"{place}: {number} {error.verb}: {error.words}\n    {shown}"


STARTED = "started"

_WIDTH = 100
_UNVERIFIED = "the changes stand and are recorded; look at the database before going on"
_HINTS = {
    "edited": "put the old text back on the branch and write a new change",
    "missing": "bring the change back to the branch, or roll it back: {back}",
    "unreadable": "mend the file on the branch",
    "unfilled": "add it to the properties of the environment in branchline.toml, or to flyway.toml",
    "unfinished": "leave the statements that ran as they were and mend the others,"
    " or finish a rollback: {back}",
}


def _run(step: Step, done: int, work: Work, database: Database, say: Progress) -> None:
    row = _row(step, work)
    watcher, dialect = Watcher(say, work.doubt), database.dialect
    try:
        if step.transactional:
            ended = replace(row, done=row.statements, finished_at=now())
            database.together(step.sql, ended, watcher)
        else:
            database.apart(step.sql, row, watcher)
    except StatementError as error:
        line = _line(work.changesets[step.change], error.position, dialect)
        raise DeployError(
            refused(step, error, line), hint=_next(error, done, work, step)
        ) from error


def _next(error: StatementError, done: int, work: Work, step: Step) -> str:
    """Return what stands, and the command that goes on."""
    again = f"branchline deploy {work.deployment.environment}"
    stay = f"{done} of {count(len(work.plan.steps), 'change')} applied"
    stay += ", and they stay" if done > 1 else ", and it stays" if done else ""
    before = "" if step.transactional else f"; of this one, {count(error.position, 'statement')}"
    if isinstance(error, InDoubtError):
        only = f"{again} --only {work.deployment.instance} --in-doubt"
        return f"look, then: '{only} ran' if it took effect, '{only} again' to run it again"
    if isinstance(error, CutOffError):
        return f"{stay}{before}; {again} finds out what became of it, and goes on"
    return f"{stay}{before}; {_MEND}, then: {again}"


def _verify(query: str, database: Database) -> None:
    if query and not database.holds(query):
        raise DeployError(f"the verify query does not hold: {query}", hint=_UNVERIFIED)


def _row(step: Step, work: Work) -> Row:
    """Return the row to add, or to go on with where a killed run left it."""
    entry, deployment = work.changesets[step.change].entry, work.deployment
    row = Row(
        changelog=deployment.changelog,
        change=step.change,
        id=entry.id,
        path=entry.path,
        checksum=step.checksum,
        outcome=Outcome.APPLIED,
        kind=entry.kind,
        statements=len(step.sql),
        started_at=now(),
        deployment=deployment.id,
        actor=deployment.actor,
    )
    before = work.state.of(entry.id)
    if before is not None and before.outcome in OPEN and not step.transactional:
        return replace(row, position=before.position, done=before.done)
    return row


def _line(changeset: ChangeSet, position: int, dialect: str) -> int:
    """Return the line of a statement in its file; 0 when a property moved it out of sight."""
    script = changeset.script
    pieces = [*split(script.text, dialect)] if script else []
    if script is None or position >= len(pieces):
        return 0
    return script.line + pieces[position].line - 1


_MEND = "mend what it met there, or the file where promotion.immutable_from lets you"
