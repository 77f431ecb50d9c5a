"""A server's configuration, made stricter by the repository's own: never milder.

Only what the repository wrote counts: what it left to a default says nothing
about what the server allows. Environments and changelogs are the server's,
unless its file has none, as one that many repositories share.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from branchline.config.strictness import FAIL_ON, KEYS, at_least, narrower
from branchline.model.environments import Pipeline
from branchline.model.settings import BreakGlassSettings, PromotionSettings, Settings
from branchline.model.value import replace, value


@value
class Tightened:
    """What holds, what the repository adds to its policy, and the lines that do not count."""

    settings: Settings
    own: Settings
    ignored: tuple[str, ...] = ()


def tightened(server: Settings, own: Settings, written: Mapping[str, Any]) -> Tightened:
    """Put two configurations together; `written` is the repository's file, as a table."""
    shared = not has_places(server)
    places = own if shared else server
    promotion, ignored = _promotion(server, own, written.get("promotion", {}), places.pipeline)
    policy = written.get("policy", {})
    fail_on = max(server.policy.fail_on, own.policy.fail_on, key=FAIL_ON.index)
    if policy.get("fail_on", fail_on) != fail_on:
        ignored.append(_line(own, "policy.fail_on", own.policy.fail_on, fail_on, server))
    extends = own.policy.extends if "extends" in policy else ()
    settings = replace(
        server,
        changelogs=places.changelogs,
        pipeline=places.pipeline,
        strategy=places.strategy,
        deploy=places.deploy,
        promotion=promotion,
        policy=replace(server.policy, fail_on=fail_on),
    )
    added = replace(settings, policy=replace(own.policy, extends=extends), origin=own.origin)
    ignored += [] if shared else _places(server, own)
    return Tightened(settings, added, tuple(ignored))


def has_places(settings: Settings) -> bool:
    """Whether a configuration says what is guarded, and not only how."""
    return bool(settings.changelogs or settings.pipeline.environments)


def _promotion(
    server: Settings, own: Settings, written: Mapping[str, Any], pipeline: Pipeline
) -> tuple[PromotionSettings, list[str]]:
    found: dict[str, Any] = {}
    ignored = []
    for key in KEYS:
        mine, theirs = getattr(own.promotion, key), getattr(server.promotion, key)
        if not theirs or (key in written and at_least(key, mine, theirs, pipeline)):
            found[key] = mine
        elif key in written:
            ignored.append(_line(own, f"promotion.{key}", mine, theirs, server))
    refs = (*server.promotion.candidate_refs, *own.promotion.candidate_refs)
    glass, more = _glass(server, own, written.get("break_glass", {}))
    promotion = replace(
        server.promotion, **found, candidate_refs=tuple(dict.fromkeys(refs)), break_glass=glass
    )
    return promotion, [*ignored, *more]


def _glass(
    server: Settings, own: Settings, written: Mapping[str, Any]
) -> tuple[BreakGlassSettings, list[str]]:
    theirs, mine = server.promotion.break_glass, own.promotion.break_glass
    found: dict[str, Any] = {}
    ignored = []
    key = "promotion.break_glass"
    if "enabled" in written and mine.enabled and not theirs.enabled:
        ignored.append(_line(own, f"{key}.enabled", "true", "false", server))
    elif "enabled" in written:
        found["enabled"] = mine.enabled
    for name in ("users", "environments"):
        asked, allowed = getattr(mine, name), getattr(theirs, name)
        if name in written and narrower(asked, allowed):
            found[name] = asked
        elif name in written:
            words = (", ".join(asked) or "none", ", ".join(allowed))
            ignored.append(_line(own, f"{key}.{name}", *words, server))
    return replace(theirs, **found), ignored


def _places(server: Settings, own: Settings) -> Iterator[str]:
    for name in ("branch", "source"):
        for environment in own.pipeline:
            theirs = server.pipeline.named(environment.name)
            if theirs is not None and getattr(theirs, name) != getattr(environment, name):
                key = f"environments.{theirs.name}.{'from' if name == 'source' else name}"
                words = (getattr(environment, name) or "none", getattr(theirs, name) or "none")
                yield _line(own, key, *words, server)


def _line(own: Settings, key: str, mine: str, theirs: str, server: Settings) -> str:
    return f"{own.origin}: {key} = {mine} is ignored: {server.origin} says {theirs}"
