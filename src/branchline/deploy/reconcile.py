"""Branch tips against histories: the one entry of hook, command and loop.

Level-triggered: it looks at what is, not at what happened, so running it twice,
late or for nothing changes nothing.
"""

from collections.abc import Iterable

from branchline.deploy.apply import Progress
from branchline.deploy.instance import Place, Result, bring, named, one_by_one
from branchline.deploy.site import Site, Target, tip
from branchline.deploy.wake import LOG, wake
from branchline.model.environments import Instance

__all__ = ["LOG", "Result", "deploy", "places", "reconcile", "wake"]


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
    chosen: Iterable[Place],
    progress: Progress,
    commit: str = "",
    *,
    explicit: bool = True,
    doubt: str = "",
) -> tuple[Result, ...]:
    """Bring instances of one environment to a commit, or to the branch's tip, one by one.

    The first that fails stops those after it: they keep what they have.
    """
    return one_by_one(
        chosen,
        lambda place: bring(place, named(place, progress), commit, explicit=explicit, doubt=doubt),
    )


def reconcile(site: Site, targets: Iterable[Target], progress: Progress) -> tuple[Result, ...]:
    """Make every environment that has a branch match it, in pipeline order.

    One that fails stops no other: each takes only what its own branch has.
    """
    results: list[Result] = []
    for target in targets:
        if tip(site, target.environment) is not None:
            results += deploy(places(site, target), progress, explicit=False)
    return tuple(results)
