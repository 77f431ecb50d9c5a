"""Past pushes, judged by today's policy: nothing is written, and not all of it can be known.

Git keeps commits, not pushes. Each of a branch's own commits (first parents)
stands for a push of its own, and the other branches are taken to have been
where their newest commit of that time is.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import accumulate

from branchline.errors import ConfigError, RepositoryError
from branchline.gather.pushes import Scene, ref_update
from branchline.gather.register import entries
from branchline.git.history import Step, steps
from branchline.git.objects import Repository
from branchline.model.environments import Environment, Pipeline
from branchline.model.finding import Finding, Severity
from branchline.model.settings import Settings
from branchline.model.value import value
from branchline.rule import Enabled


@value
class Past:
    """One push as it may have been: `step` on top of its first parent, on one environment."""

    environment: Environment
    step: Step
    time: int


@value
class Replayed:
    """A past push and what today's policy says; `unjudged` is why it says nothing.

    `ticket` is the emergency that it passed by, where the register knows one.
    """

    past: Past
    findings: tuple[Finding, ...] = ()
    fail_on: Severity = Severity.ERROR
    unjudged: str = ""
    ticket: str = ""

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that stand against it."""
        return tuple(found for found in self.findings if found.severity >= self.fail_on)

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings for which it would have been refused."""
        return () if self.ticket else self.failing


class History:
    """The environments' branches as they went."""

    def __init__(self, repository: Repository, pipeline: Pipeline, tips: Mapping[str, str]) -> None:
        """Read the branches' own commits; `tips` are full names."""
        self._lines = {
            environment.name: _Line(steps(repository, tips[environment.ref]))
            for environment in pipeline
            if environment.ref in tips
        }
        self._pipeline = pipeline
        self.shared: dict[str, int] = {}

    def pushes(self, last: int) -> list[Past]:
        """Return the newest pushes of all environments, oldest first.

        A commit that a lower environment has as its own, too, was judged there;
        when it went up by a fast-forward, nobody can tell. `shared` counts them.
        """
        found = []
        for environment in self._pipeline:
            line = self._lines.get(environment.name)
            if line is None:
                continue
            below = [self._lines.get(each.name) for each in self._pipeline.below(environment)]
            known = {oid for each in below if each for oid in each.known}
            own = [(step, time) for step, time in line.timed if step.oid not in known]
            self.shared[environment.name] = len(line.timed) - len(own)
            found += [Past(environment, step, time) for step, time in own if step.parents]
        found.sort(key=lambda past: past.time)
        return found[-last:] if last else []

    def tips(self, past: Past) -> dict[str, str]:
        """Return where all branches were, as far as commit dates tell, before a push."""
        found = {}
        for environment in self._pipeline:
            line = self._lines.get(environment.name)
            tip = line.tip(past.time) if line else ""
            if tip:
                found[environment.ref] = tip
        return found | {past.environment.ref: past.step.parents[0]}


def replayed(
    pushes: Sequence[Past],
    history: History,
    repository: Repository,
    settings: Settings,
    policy: Sequence[Enabled],
) -> Iterator[Replayed]:
    """Judge past pushes, one after another."""
    fail_on = Severity[settings.policy.fail_on.upper()]
    tickets = {str(e.get("new")): str(e.get("ticket") or "") for e in entries(repository.git_dir)}
    for past in pushes:
        if _is_nothing(past, repository, settings):
            yield Replayed(past, (), fail_on)
            continue
        try:
            findings = _judged(past, history, repository, settings, policy)
        except (RepositoryError, ConfigError) as error:
            yield Replayed(past, (), fail_on, error.message)
        else:
            yield Replayed(past, findings, fail_on, ticket=tickets.get(past.step.oid, ""))


def day(past: Past) -> date:
    """Return the day of a push: allowances that have ended since held then."""
    return datetime.fromtimestamp(past.time, UTC).date()


class _Line:
    """A branch's own commits, oldest first.

    Clocks differ, so a commit counts from the time of the one before it at the earliest.
    """

    def __init__(self, newest_first: Iterator[Step]) -> None:
        found = list(newest_first)[::-1]
        self._times = list(accumulate((step.time for step in found), max))
        self.timed = list(zip(found, self._times, strict=True))
        self.known = {step.oid for step in found}

    def tip(self, time: int) -> str:
        """Return the newest commit of a time; empty before the first."""
        count = bisect_right(self._times, time)
        return self.timed[count - 1][0].oid if count else ""


def _judged(
    past: Past,
    history: History,
    repository: Repository,
    settings: Settings,
    policy: Sequence[Enabled],
) -> tuple[Finding, ...]:
    from branchline.check import check

    ref, step = past.environment.ref, past.step
    scene = Scene(repository, settings, history.tips(past), {ref: step.oid}, day(past))
    return check([ref_update(ref, step.parents[0], step.oid, scene)], policy)


def _is_nothing(past: Past, repository: Repository, settings: Settings) -> bool:
    """Whether a push is code alone, of which mode `content` has nothing to say."""
    if len(past.step.parents) > 1 or settings.promotion.mode != "content":
        return False
    pair = (past.step.parents[0], past.step.oid)
    if any(len({*repository.all_at(pair, spec.path)}) > 1 for spec in settings.changelogs):
        return False
    paths = {folder for spec in settings.changelogs for folder in _above(spec.path)}
    names = (f"{folder}.gitattributes" for folder in paths)
    return all(len({*repository.all_at(pair, name)}) == 1 for name in names)


def _above(path: str) -> list[str]:
    parts = path.split("/")[:-1] if path else []
    return ["", *("/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1))]
