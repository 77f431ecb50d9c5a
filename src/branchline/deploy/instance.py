"""One database: what its history says against its branch, and bringing it up to it.

The tip is read again under the lock, and once more before the lock goes: two
pushes in short order wake two runs, and the one that waited in vain must not
be the one that knew of the second push.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

from branchline.deploy.apply import Progress, Work, apply
from branchline.deploy.clock import now
from branchline.deploy.drivers import Database, connect
from branchline.deploy.history import Deployment, State, state
from branchline.deploy.mended import Ground, mended
from branchline.deploy.plan import Asked, plan_instance
from branchline.deploy.site import Site, Target, tip
from branchline.deploy.tree import to_run
from branchline.errors import BranchlineError, DeployError, RepositoryError
from branchline.model.effects import Engine
from branchline.model.environments import Instance
from branchline.model.plan import Plan
from branchline.model.settings import Changelog
from branchline.model.value import value


@value
class Place:
    """An instance of an environment, as a site sees it."""

    site: Site
    target: Target
    instance: Instance

    @property
    def name(self) -> str:
        """`dev/main`, for messages."""
        return f"{self.target.environment.name}/{self.instance.name}"

    @property
    def asks_a_command(self) -> bool:
        """Whether reading the URL runs a command."""
        return self.instance.url.startswith("exec:")

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Open the database; raises as `connect`, and for a command that may not be run."""
        site, settings = self.site, self.target.settings.deploy
        if self.asks_a_command and not site.commands:
            raise DeployError(
                "its URL comes from a command, and pushes can change which",
                hint="pin the configuration: branchline hooks install --server REPO --config FILE",
            )
        with closing(connect(self.instance, site.root, site.environ, settings)) as database:
            yield database

    def history(self, database: Database) -> State:
        """Return what the database says of this instance's changelog."""
        return state(database.history(), self.instance.changelog)

    def deployment(self, commit: str, plan: str, action: str = "deploy") -> Deployment:
        """Return the record of a deployment that begins now."""
        environment, instance = self.target.environment, self.instance
        return Deployment(
            uuid4().hex,
            environment.name,
            instance.name,
            instance.changelog,
            environment.branch,
            commit,
            plan,
            self.site.actor,
            now(),
            action,
        )


def work(
    place: Place, database: Database, commit: str = "", *, explicit: bool = False, doubt: str = ""
) -> Work:
    """Return what a deploy of `commit`, or of the branch's tip, would do.

    Raises:
        DeployError: there is no branch, the history cannot be read, or the
            database is not what the changelog is written for.
    """
    from branchline.deploy.withdrawing import without_reverted

    environment, spec = place.target.environment, place.target.changelog(place.instance)
    commit = commit or need_tip(place)
    found = to_run(place.site.repository, commit, spec)
    fit(spec, database.engine)
    history = without_reverted(place.history(database), database)
    going_on = mended(Ground(place.site.repository, spec, place.instance), found, history, database)
    asked = Asked(explicit=explicit, mended=going_on)
    plan = plan_instance(found, history, place.instance, database.dialect, asked)
    digest = Plan(environment.name, commit, (plan,)).digest
    by_name = {changeset.change: changeset for changeset in found}
    return Work(plan, by_name, history, place.deployment(commit, digest), doubt)


def fit(spec: Changelog, engine: Engine) -> None:
    """Hold a database against what its changelog is written for.

    Raises:
        DeployError: it is another engine, or an older version.
    """
    wanted, at = spec.engine, f"[changelogs.{spec.name}]"
    if engine.dialect != wanted.dialect:
        raise DeployError(
            f"nothing was run: the database is {engine.dialect},"
            f" changelog {spec.name!r} is written for {wanted.dialect}",
            hint=f'mend the URL; or write dialect = "{engine.dialect}" in {at}',
        )
    if engine.version[: len(wanted.version)] < wanted.version:
        has, needs = (".".join(map(str, found)) for found in (engine.version, wanted.version))
        raise DeployError(
            f"nothing was run: the database is {engine.dialect} {has},"
            f" changelog {spec.name!r} is written for {needs}",
            hint=f'mend the URL; or write version = "{has}" in {at}, and lint again',
        )


def bring(
    place: Place,
    progress: Progress,
    commit: str = "",
    *,
    explicit: bool = False,
    doubt: str = "",
) -> int:
    """Apply what is pending on one instance; return how many changes ran.

    What the branch took away is rolled back first, where `promotion.revert` says
    so. Where nothing is pending nothing is locked, and nothing is written.

    Raises:
        DeployError: another deploy runs, or a change failed; what ran stands.
    """
    from branchline.deploy.withdrawing import withdraw, withdrawn

    with place.database() as database:
        idle = not _pending(work(place, database, commit, explicit=explicit))
        if idle and (commit or not withdrawn(place, database)):
            return 0
        ran = 0
        with database.lock(place.site.actor):
            moved = True
            while moved:
                ran += 0 if commit else withdraw(place, database, progress, doubt)
                todo = work(place, database, commit, explicit=explicit, doubt=doubt)
                if _pending(todo):
                    ran += apply(todo, database, progress, place.target.environment.verify)
                moved = not commit and need_tip(place) != todo.deployment.commit
        return ran


@value
class Result:
    """How one instance fared: how many changes, or what went wrong."""

    name: str
    ran: int = 0
    error: BranchlineError | None = None


def one_by_one(places: Iterable[Place], act: Callable[[Place], int]) -> tuple[Result, ...]:
    """Do something to instances in turn; the first that fails stops those after it."""
    results: list[Result] = []
    for place in places:
        try:
            results.append(Result(place.name, act(place)))
        except BranchlineError as error:
            return (*results, Result(place.name, error=error))
    return tuple(results)


def named(place: Place, progress: Progress) -> Progress:
    """Return a progress that says which database it speaks of."""
    return lambda line: progress(f"{place.name}: {line}")


def need_tip(place: Place) -> str:
    """Return the commit that the environment's branch is at.

    Raises:
        RepositoryError: there is no such branch.
    """
    environment = place.target.environment
    found = tip(place.site, environment)
    if found is None:
        raise RepositoryError(
            f"environment {environment.name!r} has no branch {environment.branch!r} here",
            hint=f"push it, or fetch it: git fetch origin {environment.branch}",
        )
    return found


def _pending(todo: Work) -> bool:
    return bool(todo.plan.steps or todo.plan.mismatches)
