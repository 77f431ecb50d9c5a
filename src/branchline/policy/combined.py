"""Two policies at once: whatever either of them finds is found.

So the second can add and raise, and nothing it says makes the first one milder.
A rule that both enable with other options runs twice: nobody can tell which
options find more.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from branchline.model.environments import Pipeline
from branchline.policy import gates
from branchline.rule import Enabled


def combined(
    first: Iterable[Enabled], second: Iterable[Enabled], pipeline: Pipeline
) -> tuple[Enabled, ...]:
    """Return the rules of both, each at the greater weight wherever a change may go."""
    found = list(first)
    places = {each.rule.id: number for number, each in enumerate(found)}
    for each in second:
        number = places.get(each.rule.id)
        if number is None:
            found.append(each)
        elif each.rule.id in gates.GATES or found[number].options == each.options:
            found[number] = _heavier(found[number], each, pipeline)
        else:
            found.append(each)
    return tuple(found)


def milder(
    first: Iterable[Enabled],
    second: Iterable[Enabled],
    written: Mapping[str, Any],
    pipeline: Pipeline,
) -> Iterator[tuple[str, str, str]]:
    """Yield which of `written`, the second's lines, are milder: rule, its word, the first's."""
    known = {each.rule.id: each for each in first}
    own = {each.rule.id: each for each in second}
    for id_ in written:
        theirs, mine = known.get(id_), own.get(id_)
        if theirs is None:
            continue
        for environment in (*pipeline, None):
            heavy = theirs.weight(environment)
            light = mine.weight(environment) if mine else None
            if light is None or light < heavy:
                yield id_, light.word if light else "off", heavy.word
                break


def _heavier(one: Enabled, other: Enabled, pipeline: Pipeline) -> Enabled:
    severities = {each.name: max(one.weight(each), other.weight(each)) for each in pipeline}
    return Enabled(one.rule, max(one.severity, other.severity), severities, one.options)
