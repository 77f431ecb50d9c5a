"""What a deploy would do, asked without a lock and without leaving a trace."""

from collections.abc import Iterable

from branchline.deploy.clock import now
from branchline.deploy.history import OPEN, Outcome, Row, State
from branchline.deploy.instance import Place, need_tip, work
from branchline.deploy.plan import plan_instance
from branchline.deploy.rollback import Aim, undo
from branchline.deploy.tree import to_run
from branchline.errors import DeployError
from branchline.model.changelog import ChangeSet
from branchline.model.plan import InstancePlan
from branchline.model.value import value


@value
class Survey:
    """What would run on one instance.

    `failed` names the changes that were tried last without coming to their
    end. `unread` says why the database could not be asked: then the plan
    assumes that it has all of its branch.
    """

    name: str
    plan: InstancePlan
    failed: frozenset[str] = frozenset()
    unread: str = ""


def survey(place: Place, commit: str = "", *, explicit: bool = False, live: bool = False) -> Survey:
    """Return what a deploy of `commit`, or of the branch's tip, would do.

    No command of the configuration is run unless `live`: to look at a
    repository is not to trust it.

    Raises:
        DeployError: there is no branch; or, if `live`, the database cannot be asked.
    """
    tip = need_tip(place)
    if place.asks_a_command and not live:
        return Survey(place.name, _assumed(place, tip, commit or tip), unread=_COMMAND)
    try:
        with place.database() as database:
            todo = work(place, database, commit or tip, explicit=explicit)
    except DeployError as error:
        if live:
            raise
        return Survey(place.name, _assumed(place, tip, commit or tip), unread=error.message)
    failed = frozenset(row.change for row in todo.state.rows if row.outcome in OPEN)
    return Survey(place.name, todo.plan, failed)


def survey_undo(place: Place, aim: Aim) -> Survey:
    """Return what a rollback would run; raises as `undo`."""
    with place.database() as database:
        found = undo(place, database, aim)
    plan = InstancePlan(place.instance.name, place.instance.changelog, found.steps)
    return Survey(place.name, plan)


def _assumed(place: Place, tip: str, commit: str) -> InstancePlan:
    spec, repository = place.target.changelog(place.instance), place.site.repository
    state = State(tuple(_rows(to_run(repository, tip, spec), spec.name)))
    found = to_run(repository, commit, spec)
    return plan_instance(found, state, place.instance, spec.engine.dialect)


def _rows(found: Iterable[ChangeSet], changelog: str) -> Iterable[Row]:
    for changeset in found:
        entry = changeset.entry
        yield Row(
            changelog,
            changeset.change,
            entry.id,
            entry.path,
            changeset.checksum,
            Outcome.APPLIED,
            kind=entry.kind,
            finished_at=now(),
        )


_COMMAND = "its URL comes from a command, which is run with --live only"
