"""`branchline.toml` as values, after every check it has to pass."""

from collections.abc import Mapping
from typing import Any

from branchline.model.effects import Engine
from branchline.model.environments import Pipeline
from branchline.model.value import value


@value
class Changelog:
    """Where one database schema's history stands, and how it is read.

    `path` is relative to the repository, with `/`, without one at either end;
    empty for the repository itself. `format` may be `auto`. `managed_timeouts`
    says that whoever runs the files limits how long statements wait.
    """

    name: str
    path: str = ""
    format: str = "auto"
    engine: Engine = Engine()
    options: tuple[tuple[str, str], ...] = ()
    managed_timeouts: bool = False

    @property
    def takes_late(self) -> bool:
        """Whether the tool was told to run a change that sorts before what ran."""
        return dict(self.options).get("outOfOrder", "").lower() == "true"


@value
class BreakGlassSettings:
    """Who may pass the gates in an emergency, and where; empty lists mean anyone, anywhere.

    `debt` is how long a hotfix may wait to be merged back, in seconds.
    """

    enabled: bool = False
    users: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    debt: float = 3 * 86400


@value
class PromotionSettings:
    """How changes move from one environment to the next."""

    mode: str = "content"
    same_push: str = "refuse"
    gaps: str = "refuse"
    order: str = "refuse"
    back_merge: str = "require"
    immutable_from: str = ""
    identity: str = "path"
    checksum: str = "normalized"
    revert: str = "refuse"
    candidate_refs: tuple[str, ...] = ()
    break_glass: BreakGlassSettings = BreakGlassSettings()


@value
class PolicySettings:
    """Which rules apply and how much they weigh: as written, not yet resolved."""

    extends: tuple[str, ...] = ("default",)
    fail_on: str = "error"
    rules: Mapping[str, Any] = {}
    custom: tuple[Mapping[str, Any], ...] = ()


@value
class DeploySettings:
    """How changes are applied; times in seconds."""

    wait: float = 5.0
    workers: int = 4
    lock_timeout: float = 5.0
    statement_timeout: float = 0.0
    retries: int = 3


@value
class Settings:
    """The whole configuration; `origin` says where it was read from, for messages."""

    changelogs: tuple[Changelog, ...] = ()
    pipeline: Pipeline = Pipeline()
    promotion: PromotionSettings = PromotionSettings()
    policy: PolicySettings = PolicySettings()
    deploy: DeploySettings = DeploySettings()
    strategy: str = "branches"
    origin: str = ""

    def changelog(self, name: str) -> Changelog | None:
        """Return the changelog called `name`."""
        return next((found for found in self.changelogs if found.name == name), None)
