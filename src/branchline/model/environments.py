"""Places where changes run, in the order in which changes reach them."""

from collections.abc import Iterator

from branchline.model.value import value


@value
class Instance:
    """One database of an environment, for one changelog.

    `url` is `env:NAME`, `file:PATH`, `exec:COMMAND` or a URL without a
    password: a reference to a secret, never the secret.
    """

    name: str
    changelog: str
    url: str
    contexts: tuple[str, ...] = ()
    labels: str = ""
    properties: tuple[tuple[str, str], ...] = ()


@value
class Environment:
    """A place changes run, deployed from one branch.

    `source` names the environment that must hold a change before this may.
    The first environment of a chain has none: changes are born there.
    """

    name: str
    branch: str = ""
    source: str = ""
    tier: str = ""
    contexts: tuple[str, ...] = ()
    instances: tuple[Instance, ...] = ()
    soak: int = 0
    approvals: int = 0
    verify: str = ""
    waves: tuple[tuple[str, ...], ...] = ()
    freeze: tuple[str, ...] = ()
    on_failure: str = "stop"
    labels: str = ""
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def ref(self) -> str:
        """The full name of the branch's ref: a short one may be a tag's."""
        return self.branch if self.branch.startswith("refs/") else f"refs/heads/{self.branch}"


@value
class Pipeline:
    """All environments, each after the one it takes changes from."""

    environments: tuple[Environment, ...] = ()

    def __iter__(self) -> Iterator[Environment]:
        return iter(self.environments)

    def named(self, name: str) -> Environment | None:
        """Return the environment called `name`."""
        return next((found for found in self.environments if found.name == name), None)

    def of_ref(self, ref: str) -> Environment | None:
        """Return the first environment deployed from the full ref name `ref`."""
        return next((found for found in self.environments if found.ref == ref), None)

    def below(self, environment: Environment) -> tuple[Environment, ...]:
        """Return what `environment` takes changes from, nearest first."""
        chain = []
        source = self.named(environment.source)
        while source is not None and source not in chain:
            chain.append(source)
            source = self.named(source.source)
        return tuple(chain)

    def above(self, environment: Environment) -> tuple[Environment, ...]:
        """Return what takes changes from `environment`, directly or not, nearest first."""
        return tuple(found for found in self.environments if environment in self.below(found))
