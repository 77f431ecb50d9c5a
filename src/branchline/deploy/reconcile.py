"""Branch tips against histories: the one entry of hook, command and loop.

Level-triggered: it looks at what is, not at what happened, so running it twice,
late or for nothing changes nothing.
"""

from collections.abc import Iterable

from branchline.deploy.apply import Progress
from branchline.deploy.instance import Place, bring
from branchline.deploy.site import Site, Target, tip
from branchline.deploy.wake import LOG, wake
from branchline.errors import BranchlineError
from branchline.model.environments import Instance
from branchline.model.value import value

__all__ = ["LOG", "Result", "deploy", "places", "reconcile", "wake"]


@value
class Result:
    """How one instance fared; `error` is None where it equals its branch now."""

    name: str
    ran: int = 0
    error: BranchlineError | None = None


def places(site: Site, target: Target, only: str = "") -> tuple[Place, ...]:
    """Return the instances of an environment in the order of its waves, or the one named."""
    environment = target.environment
    waves = [name for wave in environment.waves for name in wave]

    def turn(instance: Instance) -> int:
        return waves.index(instance.name) if instance.name in waves else len(waves)

    return tuple(
        Place(site, target, instance)
        for instance in sorted(environment.instances, key=turn)
        if only in {"", instance.name}
    )


def deploy(
    chosen: Iterable[Place], progress: Progress, commit: str = "", *, explicit: bool = True
) -> tuple[Result, ...]:
    """Bring instances of one environment to a commit, or to the branch's tip, one by one.

    The first that fails stops those after it: they keep what they have.
    """
    results: list[Result] = []
    for place in chosen:
        try:
            ran = bring(place, _named(place, progress), commit, explicit=explicit)
        except BranchlineError as error:
            return (*results, Result(place.name, error=error))
        results.append(Result(place.name, ran))
    return tuple(results)


def reconcile(site: Site, targets: Iterable[Target], progress: Progress) -> tuple[Result, ...]:
    """Make every environment that has a branch match it, in pipeline order.

    One that fails stops no other: each takes only what its own branch has.
    """
    results: list[Result] = []
    for target in targets:
        if tip(site, target.environment) is not None:
            results += deploy(places(site, target), progress, explicit=False)
    return tuple(results)


def _named(place: Place, progress: Progress) -> Progress:
    return lambda line: progress(f"{place.name}: {line}")
