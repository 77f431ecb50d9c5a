"""Which of two configurations guards more, key by key.

Where neither of two values guards all that the other does, neither is at least
as strict: a gate that asks something else is not a gate that asks more.
"""

from collections.abc import Callable, Iterator
from typing import Any

from branchline.model.environments import Environment, Pipeline
from branchline.model.settings import BreakGlassSettings, PromotionSettings, Settings
from branchline.model.value import value

FAIL_ON = ("error", "warning")
"""What refuses, the milder first."""

KEYS = (
    "mode",
    "same_push",
    "gaps",
    "order",
    "back_merge",
    "immutable_from",
    "identity",
    "checksum",
    "revert",
)
"""The keys of `[promotion]` that hold a word."""


@value
class Weaker:
    """A key that guards less than it did, or something else; `now` is empty for what is gone."""

    key: str
    now: str = ""
    before: str = ""

    def __str__(self) -> str:
        if not self.now:
            return f"{self.key} is gone"
        return f"{self.key} is {self.now} instead of {self.before}"


def at_least(key: str, one: str, other: str, pipeline: Pipeline) -> bool:
    """Whether `one` guards all that `other` does, as a value of a key of `[promotion]`."""
    if one == other:
        return True
    if key in _LADDERS:
        return _LADDERS[key].index(one) >= _LADDERS[key].index(other)
    if key == "immutable_from":
        found = pipeline.named(other)
        return found is not None and one in {each.name for each in pipeline.below(found)}
    return key == "mode" and one == "strict"


def weaker(before: Settings, after: Settings) -> Iterator[Weaker]:
    """Yield what `after` guards less than `before`, rules aside."""
    yield from _promotion(before.promotion, after.promotion, after.pipeline)
    now, was = after.policy.fail_on, before.policy.fail_on
    if FAIL_ON.index(now) < FAIL_ON.index(was):
        yield Weaker("policy.fail_on", now, was)
    for environment in before.pipeline:
        yield from _environment(environment, after.pipeline)
    for spec in before.changelogs:
        key, found = f"changelogs.{spec.name}", after.changelog(spec.name)
        if found is None:
            yield Weaker(key)
        elif found.path != spec.path:
            yield Weaker(f"{key}.path", found.path or ".", spec.path or ".")
        elif found.format != spec.format:
            yield Weaker(f"{key}.format", found.format, spec.format)
        elif found.engine.dialect != spec.engine.dialect:
            yield Weaker(f"{key}.dialect", found.engine.dialect, spec.engine.dialect)
        elif found.managed_timeouts > spec.managed_timeouts:
            yield Weaker(f"{key}.timeouts", "managed", "written")


def narrower(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a list of who or where may, in which nobody named means all, lets in no more."""
    return not other or (bool(one) and set(one) <= set(other))


_LADDERS = {
    "same_push": ("chain", "refuse"),
    "gaps": ("allow", "refuse"),
    "order": ("allow", "refuse"),
    "back_merge": ("warn", "require"),
    "checksum": ("normalized", "raw"),
    "revert": ("rollback", "refuse"),
}


def _promotion(
    before: PromotionSettings, after: PromotionSettings, pipeline: Pipeline
) -> Iterator[Weaker]:
    for key in KEYS:
        was, now = getattr(before, key), getattr(after, key)
        if not at_least(key, now, was, pipeline):
            yield Weaker(f"promotion.{key}", now or "none", was)
    gone = sorted(set(before.candidate_refs) - set(after.candidate_refs))
    if gone:
        yield Weaker(f"promotion.candidate_refs: {gone[0]}")
    yield from _glass(before.break_glass, after.break_glass)


def _glass(before: BreakGlassSettings, after: BreakGlassSettings) -> Iterator[Weaker]:
    key = "promotion.break_glass"
    if not after.enabled:
        return
    if not before.enabled:
        yield Weaker(f"{key}.enabled", "true", "false")
        return
    for name in ("users", "environments"):
        now, was = getattr(after, name), getattr(before, name)
        if not narrower(now, was):
            yield Weaker(f"{key}.{name}", _listed(now), _listed(was))


def _environment(before: Environment, pipeline: Pipeline) -> Iterator[Weaker]:
    key, now = f"environments.{before.name}", pipeline.named(before.name)
    if now is None:
        yield Weaker(key)
        return
    if now.ref != before.ref:
        yield Weaker(f"{key}.branch", now.branch, before.branch)
    if before.source and before.source not in {each.name for each in pipeline.below(now)}:
        yield Weaker(f"{key}.from", now.source or "none", before.source)
    for name, is_less in _LESS.items():
        is_now, was = getattr(now, name), getattr(before, name)
        if is_less(is_now, was):
            yield Weaker(f"{key}.{name}", _listed(is_now), _listed(was))


_LESS: dict[str, Callable[[Any, Any], bool]] = {
    "soak": lambda now, was: now < was,
    "approvals": lambda now, was: now < was,
    "verify": lambda now, was: bool(was) and now != was,
    "freeze": lambda now, was: not set(was) <= set(now),
}


def _listed(found: object) -> str:
    text = ", ".join(map(str, found)) if isinstance(found, tuple) else str(found)
    return text or "none"
