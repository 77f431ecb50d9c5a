"""Run a plan on one database, step by step; every step is recorded.

The caller holds the database's lock and read the history under it: the plan is
true when it starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from branchline.deploy.clock import now
from branchline.deploy.drivers import Database, StatementError
from branchline.deploy.history import Deployment, Outcome, Row, State
from branchline.errors import DeployError
from branchline.model.changelog import ChangeSet
from branchline.model.plan import InstancePlan, Mismatch, Step
from branchline.model.value import value

Progress = Callable[[str], None]


@value
class Work:
    """What is to be done on one database, and the facts that it rests on.

    `changesets` are those of the tree by their name; `state` is what the
    history told under the lock.
    """

    plan: InstancePlan
    changesets: Mapping[str, ChangeSet]
    state: State
    deployment: Deployment


def apply(work: Work, database: Database, progress: Progress) -> int:
    """Run the steps of a plan and return how many ran.

    Raises:
        DeployError: the history and the branch disagree, or a statement was
            refused; what ran before it stands and is recorded.
    """
    plan, deployment = work.plan, work.deployment
    if plan.mismatches:
        raise disagreement(plan.mismatches)
    database.record(deployment)
    for done, step in enumerate(plan.steps):
        row = _row(step, work)
        try:
            _run(step, row, database)
        except StatementError as error:
            failure = _failure(step, error, done, len(plan.steps), deployment.environment)
            _end(database, deployment, "failed", failure.message)
            raise failure from error
        progress(f"{step.change}: applied, {_count(len(step.sql))}")
    _end(database, deployment, "applied")
    return len(plan.steps)


def disagreement(mismatches: tuple[Mismatch, ...]) -> DeployError:
    """Return the error that names what a history and a branch do not agree on."""
    first = "; ".join(f"{found.change} is {found.what}: {found.detail}" for found in mismatches[:5])
    more = f", and {len(mismatches) - 5} more" if len(mismatches) > 5 else ""  # noqa: PLR2004 - as many as a person reads
    hints = {
        "edited": "put the old text back on the branch and write a new change",
        "missing": "bring the change back to the branch, or roll it back",
        "unreadable": "mend the file on the branch",
    }
    return DeployError(
        f"nothing was run, the database and the branch disagree: {first}{more}",
        hint=hints.get(mismatches[0].what, "look at it with `branchline status`"),
    )


def _run(step: Step, row: Row, database: Database) -> None:
    if step.transactional:
        database.together(step.sql, replace(row, done=row.statements, finished_at=now()))
    else:
        database.apart(step.sql, row)


def _row(step: Step, work: Work) -> Row:
    """Return the row to add, or to go on with where a killed run left it."""
    entry, deployment = work.changesets[step.change].entry, work.deployment
    before = work.state.of(entry.id)
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
    if before is not None and before.outcome in {Outcome.STARTED, Outcome.FAILED} and before.done:
        if before.checksum != step.checksum:
            raise DeployError(
                f"{step.change} stopped after statement {before.done} of {before.statements},"
                " and was edited since",
                hint="put the old text back, or finish it by hand and mark it as applied",
            )
        return replace(row, position=before.position, done=before.done)
    return row


def _failure(
    step: Step, error: StatementError, done: int, all_: int, environment: str
) -> DeployError:
    first = " ".join(error.statement.split())
    shown = first if len(first) <= 100 else first[:99] + "…"  # noqa: PLR2004 - a line of a terminal
    place = f"statement {error.position + 1} of {len(step.sql)}"
    return DeployError(
        f"{step.path or step.change}: {place} was refused: {error.words}\n    {shown}",
        hint=f"{done} of {all_} changes were applied and stay; mend this one, then:"
        f" branchline deploy {environment}",
    )


def _end(database: Database, deployment: Deployment, outcome: str, error: str = "") -> None:
    database.record(replace(deployment, outcome=outcome, error=error, finished_at=now()))


def _count(statements: int) -> str:
    return "1 statement" if statements == 1 else f"{statements} statements"
