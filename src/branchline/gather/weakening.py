"""What a pushed configuration guards less than the one that judges the push."""

from collections.abc import Iterator, Sequence

from branchline.config.strictness import weaker
from branchline.config.trusted import Trusted
from branchline.model.value import value
from branchline.policy.weaker import reworded, without_code
from branchline.policy.weaker import weaker as weaker_rules
from branchline.rule import Enabled


@value
class Weakening:
    """A ref whose pushed configuration guards less; `what` names each thing that does."""

    ref: str
    old: str
    new: str
    environment: str
    what: tuple[str, ...]


def weakened(
    before: Trusted, after: Trusted, was: Sequence[Enabled], now: Sequence[Enabled]
) -> tuple[str, ...]:
    """Return a phrase for everything that `after` guards less than `before`.

    `was` and `now` are the rules that they enable.

    Raises:
        ConfigError: a policy of one of them cannot be used.
    """
    return tuple(dict.fromkeys(_phrases(before, after, was, now)))


def _phrases(
    before: Trusted, after: Trusted, was: Sequence[Enabled], now: Sequence[Enabled]
) -> Iterator[str]:
    yield from map(str, weaker(before.settings, after.settings))
    yield from weaker_rules(was, now, before.settings.pipeline, after.settings.pipeline)
    yield from reworded(
        without_code(before.settings, before.read_file),
        without_code(after.settings, after.read_file),
    )
