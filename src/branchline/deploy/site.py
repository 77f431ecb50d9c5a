"""Where deploys are made from: a clone or a server, and the environments it knows.

On a server the configuration of an environment comes from a place that its
administrator pinned, else from the environment's own branch: what stands there
was judged when it was pushed.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from branchline.config.trusted import Trust
from branchline.errors import ConfigError, RepositoryError, UsageError
from branchline.git.objects import Repository
from branchline.model.environments import Environment, Instance
from branchline.model.settings import Changelog, Settings
from branchline.model.value import value


@value
class Site:
    """A repository to deploy from; relative database URLs are relative to `root`.

    `commands` says whether a URL may be an `exec:` reference: not where
    whoever pushes a configuration would run commands on the server with it.
    """

    repository: Repository
    root: Path
    environ: Mapping[str, str]
    actor: str
    commands: bool = True


@value
class Target:
    """An environment, and the configuration that says what it is."""

    environment: Environment
    settings: Settings

    def changelog(self, instance: Instance) -> Changelog:
        """Return the changelog that an instance holds."""
        found = self.settings.changelog(instance.changelog)
        if found is None:
            raise ConfigError(f"instance {instance.name!r} names no changelog")
        return found


def targets(site: Site, settings: Settings | None, names: Collection[str]) -> tuple[Target, ...]:
    """Return the environments called `names`, or all, each after its source.

    `settings` is None where no working tree holds a configuration.

    Raises:
        ConfigError: the configuration of an environment cannot be used.
        UsageError: there is no environment of one of the names.
    """
    if settings is None:
        known = _trusted(site.repository)
    else:
        known = [Target(environment, settings) for environment in settings.pipeline]
    for name in names:
        if all(target.environment.name != name for target in known):
            raise _unknown(name, [target.environment.name for target in known])
    return tuple(target for target in known if not names or target.environment.name in names)


def tip(site: Site, environment: Environment) -> str | None:
    """Return the commit that an environment's branch is at; None when there is no branch.

    In a clone the server's branch counts where there is one: a branch of the
    clone's own may be behind it, or hold what no gate has judged.
    """
    repository, short = site.repository, environment.ref.removeprefix("refs/heads/")
    there = None if repository.is_bare else repository.ref(f"refs/remotes/origin/{short}")
    return there or repository.ref(environment.ref)


def commit_of(site: Site, rev: str) -> str:
    """Return the commit that a person's `rev` means.

    Raises:
        RepositoryError: there is none.
    """
    found = site.repository.resolve(rev)
    if found is None:
        raise RepositoryError(f"{rev!r} is no commit of this repository", hint="fetch it first")
    return found


def _trusted(repository: Repository) -> list[Target]:
    """Ask each branch about itself, and the others about environments that have no branch yet."""
    tips = repository.refs("refs/heads/")
    found = {ref: target for ref in tips for target in _of(ref, tips, repository)}
    known = [
        Target(environment, target.settings)
        for target in found.values()
        for environment in target.settings.pipeline
    ]
    order = [target.environment.ref for target in known]
    for target in known:
        if target.environment.ref not in tips:
            found.setdefault(target.environment.ref, target)
    return sorted(found.values(), key=lambda target: order.index(target.environment.ref))


def _of(ref: str, tips: Mapping[str, str], repository: Repository) -> Iterator[Target]:
    trusted = Trust(repository, lambda: tips).of(ref, tips[ref])
    environment = trusted and trusted.settings.pipeline.of_ref(ref)
    if trusted and environment:
        yield Target(environment, trusted.settings)


def _unknown(name: str, known: list[str]) -> UsageError:
    from branchline.toml.nearest import did_you_mean

    if not known:
        return UsageError(
            f"no environment {name!r}: none is configured", "'branchline init' writes them down"
        )
    return UsageError(f"no environment {name!r}", did_you_mean(name, known))
