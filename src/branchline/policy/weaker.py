"""What a policy lets pass that another one does not."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from branchline.model.environments import Environment, Pipeline
from branchline.model.finding import Severity
from branchline.model.settings import Settings
from branchline.policy import gates
from branchline.policy.bundles import ReadFile
from branchline.policy.resolve import bundles
from branchline.rule import Enabled
from branchline.toml.nearest import quoted


def weaker(
    before: Iterable[Enabled], after: Iterable[Enabled], was: Pipeline, now: Pipeline
) -> Iterator[str]:
    """Yield a phrase for each rule that weighs less in `after`, or is asked in another way.

    `was` and `now` are the environments of the two. Whether an option of
    another value finds less nobody can tell, so it is named.
    """
    found = {each.rule.id: each for each in after}
    for each in before:
        if each.rule.id in gates.GATES:
            continue  # `[promotion]` alone says what they ask
        other = found.get(each.rule.id)
        falls = tuple(_falls(each, other, was, now))
        yield from falls
        if other is not None and not falls:
            yield from _options(each, other)


def reworded(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield a phrase for each rule without code that looks for something else."""
    for id_, written in before.items():
        if id_ in after and after[id_] != written:
            yield f"{id_} looks for something else"


def without_code(settings: Settings, read_file: ReadFile) -> dict[str, Any]:
    """Return what the rules without code of a configuration look for, by their ids.

    Raises:
        ConfigError: a bundle cannot be used.
    """
    return {
        written["id"]: written["when"]
        for bundle in bundles(settings, read_file)
        for written in bundle.custom
    }


def _falls(before: Enabled, after: Enabled | None, was: Pipeline, now: Pipeline) -> Iterator[str]:
    falls: dict[tuple[Severity, Severity], list[str]] = {}
    places = _places(was, now)
    for name, old, new in places:
        heavy = before.weight(old)
        light = after.weight(new) if after else Severity.OFF
        if light < heavy:
            falls.setdefault((light, heavy), []).append(name)
    for (light, heavy), names in falls.items():
        where = f" in {', '.join(names)}" if len(names) < len(places) else ""
        yield f"{before.rule.id} is {light.word} instead of {heavy.word}{where}"


def _places(
    was: Pipeline, now: Pipeline
) -> list[tuple[str, Environment | None, Environment | None]]:
    found: list[tuple[str, Environment | None, Environment | None]] = [
        (each.name, each, now.named(each.name)) for each in was if now.named(each.name)
    ]
    return found or [("", None, None)]


def _options(before: Enabled, after: Enabled) -> Iterator[str]:
    defaults = before.rule.options
    for key in sorted(before.options.keys() | after.options.keys()):
        was = before.options.get(key, defaults.get(key))
        now = after.options.get(key, defaults.get(key))
        if was != now:
            yield f"{before.rule.id} has {key} = {_short(now)} instead of {_short(was)}"


def _short(found: object) -> str:
    return quoted(found) if isinstance(found, str) else quoted(str(found)).strip("'\"")
