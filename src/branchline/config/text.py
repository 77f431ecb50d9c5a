"""From the text of `branchline.toml` to `Settings`.

The text comes as bytes and from whoever is trusted: a file of the working
tree, or a blob of a commit. Nothing here opens a file.
"""

from collections.abc import Mapping
from typing import Any

from branchline.config import pending
from branchline.config.changelogs import changelogs
from branchline.config.keys import CONFIGURATION
from branchline.config.pipeline import pipeline
from branchline.model.environments import Pipeline
from branchline.model.settings import (
    BreakGlassSettings,
    DeploySettings,
    PolicySettings,
    PromotionSettings,
    Settings,
)
from branchline.toml.at import At
from branchline.toml.lines import SEVERITY
from branchline.toml.nearest import did_you_mean, quoted
from branchline.toml.parse import parse


def settings(text: bytes, name: str) -> Settings:
    """Return what `branchline.config.load` does.

    Raises:
        ConfigError: it is no TOML, has a key or value that means nothing,
            contradicts itself, or asks for what does not exist yet.
    """
    found, document = _settings(text, name)
    pending.refuse(document, At(name))
    return found


def _settings(text: bytes, name: str) -> tuple[Settings, Mapping[str, Any]]:
    at = At(name)
    document: Mapping[str, Any] = CONFIGURATION.read(parse(text, name), at)
    environments = pipeline(document, at)
    instances = (instance for environment in environments for instance in environment.instances)
    _tiers(document["policy"], environments, at.key("policy"))
    found = Settings(
        changelogs=changelogs(document["changelogs"], instances, at.key("changelogs")),
        pipeline=environments,
        promotion=_promotion(document["promotion"], environments, at.key("promotion")),
        policy=PolicySettings(**document["policy"]),
        deploy=_deploy(document["deploy"]),
        strategy=document["strategy"],
        origin=name,
    )
    return found, document


def _promotion(written: Mapping[str, Any], environments: Pipeline, at: At) -> PromotionSettings:
    keys = dict(written)
    glass = BreakGlassSettings(**keys.pop("break_glass"))
    first = next((environment.name for environment in environments), "")
    keys["immutable_from"] = keys["immutable_from"] or first
    for name in glass.environments:
        _known(name, environments, at.key("break_glass", "environments"))
    if keys["immutable_from"]:
        _known(keys["immutable_from"], environments, at.key("immutable_from"))
    return PromotionSettings(**keys, break_glass=glass)


def _deploy(written: Mapping[str, Any]) -> DeploySettings:
    keys = {key: value for key, value in written.items() if key != "executor"}
    return DeploySettings(**keys)


def _tiers(policy: Mapping[str, Any], environments: Pipeline, at: At) -> None:
    """A severity for a tier that no environment has would be read by nobody."""
    known = {"default"}.union(*((each.name, each.tier) for each in environments)) - {""}
    lines = [(at.key("rules", rule), line) for rule, line in policy["rules"].items()]
    lines += [(at.key("custom").item(n), line) for n, line in enumerate(policy["custom"], 1)]
    for where, line in lines:
        severity = line.get("severity", "error") if isinstance(line, dict) else line
        by_tier = SEVERITY.read(severity, where.key("severity"))
        for tier in by_tier if isinstance(by_tier, dict) and environments.environments else ():
            if tier not in known:
                raise where.key("severity").error(
                    f"names no tier or environment {quoted(tier)}",
                    hint=did_you_mean(tier, known),
                )


def _known(name: str, environments: Pipeline, at: At) -> None:
    if environments.named(name) is None:
        names = [environment.name for environment in environments]
        raise at.error(f"names no environment {quoted(name)}", hint=did_you_mean(name, names))
