"""What a configuration may say already, and branchline does not do yet.

To leave such a line unread would be to guard less than it says, so it stops
the run. A feature that arrives deletes its row.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from branchline.toml.at import At


class NotYet(NamedTuple):
    """A key, `*` for any name, and which of its values ask for what is not there."""

    key: str
    asks: Callable[[Any], bool]


NOT_YET = (
    NotYet("strategy", "trunk".__eq__),
    NotYet("environments.*.soak", bool),
    NotYet("environments.*.approvals", bool),
    NotYet("environments.*.freeze", bool),
    NotYet("environments.*.waves", lambda waves: len(waves) > 1),
    NotYet("environments.*.on_failure", "rollback".__eq__),
    NotYet("deploy.executor", "celery".__eq__),
)


def refuse(document: Mapping[str, Any], at: At, rows: tuple[NotYet, ...] = NOT_YET) -> None:
    """Stop at what is not there yet.

    Raises:
        ConfigError: the keys that ask for it, all in one sentence.
    """
    keys = [key for row in rows for key in _asking(document, row.key.split("."), row.asks)]
    if keys:
        *most, last = keys
        spoken = f"{', '.join(most)} and {last} are" if most else f"{last} is"
        raise at.error(f"asks for what branchline cannot do: {spoken} not there yet", hint=_HINT)


_HINT = "take it out: it would guard nothing"


def _asking(inside: Any, path: list[str], asks: Callable[[Any], bool]) -> Iterator[str]:  # noqa: ANN401 - a value of any key
    if not path:
        if asks(inside):
            yield ""
        return
    first, *rest = path
    for name in inside if first == "*" else [first]:
        for below in _asking(inside[name], rest, asks):
            yield f"{name}.{below}" if below else name
