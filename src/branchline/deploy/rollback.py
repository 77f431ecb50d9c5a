"""The way back: rollback scripts in reverse order of application.

All of them are found before the first one runs. A script comes from the
branch; where the branch has lost or edited the change, from the commit that
was deployed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from branchline.deploy.apply import Progress, begin, count, end, refused
from branchline.deploy.clock import now
from branchline.deploy.drivers import Database
from branchline.deploy.drivers.errors import InDoubtError, StatementError, Watcher
from branchline.deploy.history import STANDS, Deployment, Outcome, Row, State
from branchline.deploy.instance import Place, need_tip
from branchline.deploy.plan import statements
from branchline.deploy.transactions import commits_together
from branchline.deploy.tree import to_run
from branchline.errors import DeployError, UsageError
from branchline.git.history import touching
from branchline.git.values import is_zero
from branchline.model.changelog import ChangeSet, Kind
from branchline.model.plan import InstancePlan, Plan, Step
from branchline.model.value import replace, value


@value
class Aim:
    """How far to go back: to what a commit has, by a number of changes, or one change.

    `past` asks for the way back as the branch had it when it last held the change.
    """

    commit: str = ""
    count: int = 0
    change: str = ""
    past: bool = False


@value
class Undo:
    """What a rollback would run: steps whose `sql` is the way back, with their rows."""

    steps: tuple[Step, ...]
    rows: tuple[Row, ...]
    commit: str
    digest: str


def undo(place: Place, database: Database, aim: Aim) -> Undo:
    """Return what a rollback would run, newest first.

    Raises:
        DeployError: a change has no way back, or nobody knows it any more.
        UsageError: the aim means nothing here.
    """
    state = place.history(database)
    commit = need_tip(place)
    rows = _chosen(state, aim, lambda: _ids(place, aim.commit))
    if not aim.change:
        _need_whole(state, rows, place)
    source = _Source(place, commit, database.deployments(), past=aim.past)
    steps = tuple(_step(row, source.of(row), place, database.dialect) for row in rows)
    plan = InstancePlan(place.instance.name, place.instance.changelog, steps)
    digest = Plan(place.target.environment.name, commit, (plan,)).digest
    return Undo(steps, rows, commit, digest)


def rollback(place: Place, aim: Aim, progress: Progress, doubt: str = "") -> int:
    """Roll changes of one instance back; return how many.

    Each way back and its row in the history are one transaction, where the
    change allows for it. A reconcile leaves alone what was rolled back.

    Raises:
        DeployError: another deploy runs, there is no way back, or a statement
            was refused; what was rolled back before it stays so.
        UsageError: the aim means nothing here.
    """
    with place.database() as database, database.lock(place.site.actor):
        todo = undo(place, database, aim)
        return undone(place, database, todo, Watcher(progress, doubt)) if todo.steps else 0


def undone(
    place: Place, database: Database, todo: Undo, watcher: Watcher, action: str = "rollback"
) -> int:
    """Run ways back, and return how many; raises as `rollback`."""
    deployment = place.deployment(todo.commit, todo.digest, action)
    begin(deployment, database)
    try:
        for step, row in zip(todo.steps, todo.rows, strict=True):
            _run(step, row, deployment, database, watcher)
            watcher.say(f"{step.change}: rolled back, {count(len(step.sql), 'statement')}")
    except DeployError as error:
        end(deployment, database, error)
        raise
    end(deployment, database)
    return len(todo.steps)


class _Source:
    """Finds the text that was applied: on the branch, else where it was deployed from.

    For what the branch took away, first as the branch had it until then: a way
    back may have been mended since.
    """

    def __init__(
        self, place: Place, tip: str, deployments: Iterable[Deployment], *, past: bool = False
    ) -> None:
        self._place = place
        self._tip = tip
        self._past = past
        self._commits = {found.id: found.commit for found in deployments}
        self._read: dict[str, Mapping[str, ChangeSet]] = {}

    def of(self, row: Row) -> ChangeSet | None:
        for commit in self._places(row):
            found = self._at(commit).get(row.id)
            if found is not None and not found.flaw and found.checksum == row.checksum:
                return found
        return None

    def _places(self, row: Row) -> Iterator[str]:
        yield self._tip
        if self._past:
            own = touching(self._place.site.repository, self._tip, row.path)
            yield from (step.parents[0] for step in islice(own, _STEPS) if step.parents)
        yield self._commits.get(row.deployment, "")
        # A rollback that was cut off is deployed from where the change may be gone.
        yield from reversed(dict.fromkeys(self._commits.values()))

    def _at(self, commit: str) -> Mapping[str, ChangeSet]:
        if commit not in self._read:
            repository = self._place.site.repository
            spec = self._place.target.changelog(self._place.instance)
            known = commit and not is_zero(commit) and repository.kind(commit) == "commit"
            found = to_run(repository, commit, spec) if known else ()
            self._read[commit] = {changeset.entry.id: changeset for changeset in found}
        return self._read[commit]


_STEPS = 50  # commits of a file that holds many changes


def _ids(place: Place, commit: str) -> frozenset[str]:
    spec = place.target.changelog(place.instance)
    found = to_run(place.site.repository, commit, spec)
    return frozenset(changeset.entry.id for changeset in found)


def _chosen(state: State, aim: Aim, kept: Callable[[], frozenset[str]]) -> tuple[Row, ...]:
    """Return the rows to roll back, newest first; one that stopped half way is the first."""
    standing = [row for row in state.rows if row.outcome in STANDS or _undoing(row)]
    newest = standing[::-1]
    if aim.change:
        return (_named(newest, aim.change),)
    if aim.commit:
        ids = kept()
        rows = (row for row in newest if not (aim.past and row.kind == Kind.REPEATABLE))
        return tuple(row for row in rows if row.id not in ids)
    versioned = [row for row in newest if row.kind != Kind.REPEATABLE]
    if aim.count > len(versioned):
        raise UsageError(f"only {count(len(versioned), 'change')} can be rolled back here")
    return tuple(versioned[: aim.count])


def _need_whole(state: State, rows: Sequence[Row], place: Place) -> None:
    """Refuse to take away what a change that stopped half way after it stands on.

    Going on with that change would take its first statements for done on a
    table that was made anew.
    """
    oldest = min((row.position for row in rows), default=0)
    for half in state.unfinished() if rows else ():
        if half.position > oldest and not _undoing(half):
            environment = place.target.environment.name
            done = count(half.done, "statement")
            raise DeployError(
                f"nothing was run: {half.change} stopped half way, {done} done,"
                " and no way back takes half a change away",
                hint=f"mend what stopped it, then: branchline deploy {environment}; and roll back",
            )


def _undoing(row: Row) -> bool:
    return row.outcome is Outcome.UNDOING


def _named(rows: Sequence[Row], name: str) -> Row:
    found = [row for row in rows if name in {row.change, row.id}]
    if not found:
        from branchline.toml.nearest import did_you_mean

        near = did_you_mean(name, [row.change for row in rows])
        raise UsageError(f"no change {name!r} is applied here", near)
    return found[0]


def _step(row: Row, changeset: ChangeSet | None, place: Place, dialect: str) -> Step:
    if changeset is None:
        raise DeployError(
            f"nothing was run: no commit here has {row.change} as it was applied",
            hint="fetch the commit it was deployed from, or undo it by a new change",
        )
    if changeset.rollback is None:
        reason = f" ({changeset.reason})" if changeset.reason else ""
        where = changeset.undo_path or "a rollback section"
        raise DeployError(
            f"nothing was run: {row.change} has no rollback script{reason}",
            hint=f"undo it by a new change, or add {where} on the branch",
        )
    sql = statements(changeset.rollback, dialect, place.instance, changeset.attributes)
    path = changeset.rollback.path
    together = changeset.transaction and commits_together(sql, dialect)
    return Step(row.change, row.checksum, path, sql, transactional=together)


def _run(
    step: Step, before: Row, deployment: Deployment, database: Database, watcher: Watcher
) -> None:
    row = replace(
        before,
        outcome=Outcome.ROLLED_BACK,
        statements=len(step.sql),
        started_at=now(),
        finished_at="",
        deployment=deployment.id,
        actor=deployment.actor,
        position=before.position if _undoing(before) else 0,
        done=before.done if _undoing(before) else 0,
    )
    try:
        if step.transactional:
            database.together(
                step.sql, replace(row, done=len(step.sql), finished_at=now()), watcher
            )
        else:
            database.apart(step.sql, row, watcher)
    except StatementError as error:
        raise DeployError(refused(step, error), hint=_next(error, step, deployment)) from error


def _next(error: StatementError, step: Step, deployment: Deployment) -> str:
    if not isinstance(error, InDoubtError):
        return "what was rolled back before it stays so; mend the script and roll back again"
    at = f"{deployment.environment} --only {deployment.instance} --change {step.change}"
    again = f"branchline rollback {at} --in-doubt"
    return f"look, then: '{again} ran' if it took effect, '{again} again' to run it again"
