"""How a policy writes a rule: `id = "warning"`, or a table with the rule's options.

A rule's keyword-only parameters are its options: their annotations say here
what may be written, in the files and in the schema that editors use.
"""

import types
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from branchline.errors import PluginError
from branchline.toml.shapes import Either, Flag, Many, Number, Shape, Text
from branchline.toml.tables import Key, Named, Table

if TYPE_CHECKING:  # every hook reads a configuration, and not every one needs the rules
    from branchline.rule import Rule

WORD = Text(("error", "warning", "info", "off"))
SEVERITY = Either((WORD, Named(WORD)))
_SEVERITY = Key(SEVERITY, "how much a finding weighs, or that by tier")
WITHOUT_OPTIONS = Either((WORD, Table({"severity": _SEVERITY}, filled=False)))

_PLAIN: Mapping[object, Shape] = {
    str: Text(),
    bool: Flag(),
    int: Number(),
    float: Number(whole=False),
}
_UNIONS = (typing.Union, types.UnionType)


def line(rule: "Rule") -> Shape:
    """Return what may stand after `RULE =`; keys that are not written stay away.

    Raises:
        PluginError: an option has a type that TOML cannot say.
    """
    if not rule.options:
        return WITHOUT_OPTIONS
    keys = {"severity": _SEVERITY}
    for option, default in rule.options.items():
        shape = _shape(rule.annotations.get(option))
        if shape is None or option in keys:
            raise PluginError(
                f"rule {rule.id!r}: no policy can set its option {option!r}",
                hint="annotate it with str, bool, int, float, a Literal or a tuple of one of them",
            )
        keys[option] = Key(shape, default=_written(default))
    return Either((WORD, Table(keys, filled=False)))


def _shape(annotation: Any) -> Shape | None:  # noqa: ANN401 - annotations have no common type
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal and all(isinstance(word, str) for word in inside):
        return Text(inside)
    if origin in _UNIONS:
        others = [kind for kind in inside if kind is not type(None)]
        return _shape(others[0]) if len(others) == 1 else None
    if origin is tuple and inside:
        item = _shape(inside[0])
        return Many(item) if item else None
    return None


def _written(default: object) -> object:
    return list(default) if isinstance(default, tuple) else default
