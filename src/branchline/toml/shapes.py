"""What a value in a TOML file may be, and what it becomes."""

from collections.abc import Callable, Iterable
from typing import Any

from branchline.model.value import value
from branchline.toml.at import At, Refused
from branchline.toml.nearest import did_you_mean, quoted

Schema = dict[str, Any]


class Shape:
    """What a value may be: `noun` for people, `form` shows how to write it."""

    noun = "a value"
    form = ""

    def fits(self, value: object) -> bool:
        """Whether a value is of this kind, whatever it says."""
        raise NotImplementedError

    def read(self, value: Any, at: At) -> Any:  # noqa: ANN401 - shapes make values of any type
        """Return what a value written `at` means.

        Raises:
            ConfigError: it may not stand there.
        """
        if not self.fits(value):
            raise at.error(f"must be {self.noun}, not {_kind(value)}", hint=self.form)
        return self.made(value, at)

    def made(self, value: Any, at: At) -> Any:  # noqa: ANN401 - shapes make values of any type
        """Return what a value that fits means."""
        del at
        return value

    def schema(self) -> Schema:
        """Return the JSON Schema of what may be written."""
        raise NotImplementedError


@value
class Text(Shape):
    """A string: one of `words` when there are any; `make` turns it into its value or refuses."""

    words: tuple[str, ...] = ()
    make: Callable[[str], object] = str
    pattern: str = ""

    noun = "a string"
    form = 'strings stand in quotes: "…"'

    def fits(self, value: object) -> bool:
        """Whether it is a string."""
        return isinstance(value, str)

    def made(self, value: str, at: At) -> object:
        """Return what the string means."""
        if self.words and value not in self.words:
            problem = f"must be {_either(map(repr, self.words))}, not {quoted(value)}"
            raise at.error(problem, hint=did_you_mean(value, self.words))
        try:
            return self.make(value)
        except Refused as refused:
            raise at.error(refused.problem, hint=refused.hint) from None

    def schema(self) -> Schema:
        """Return a string, with its words or its pattern."""
        enum = {"enum": list(self.words)} if self.words else {}
        return {"type": "string"} | enum | ({"pattern": self.pattern} if self.pattern else {})


@value
class Number(Shape):
    """A number from `least` to `most`; `whole` unless said otherwise."""

    least: float = 0
    most: float = 1_000_000_000
    whole: bool = True

    form = "numbers stand without quotes"

    @property
    def noun(self) -> str:  # type: ignore[override] # read only, as everywhere
        """What people call it."""
        return "a whole number" if self.whole else "a number"

    def fits(self, value: object) -> bool:
        """Whether it is such a number; true and false are none."""
        kinds = int if self.whole else (int, float)
        return isinstance(value, kinds) and not isinstance(value, bool)

    def made(self, value: float, at: At) -> float:
        """Return the number."""
        if not self.least <= value <= self.most:  # nor does a NaN lie between them
            raise at.error(f"must be from {self.least:g} to {self.most:g}")
        return value

    def schema(self) -> Schema:
        """Return a number with its bounds."""
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.least, "maximum": self.most}


class Flag(Shape):
    """True or false."""

    noun = "true or false"
    form = "true and false stand without quotes"

    def fits(self, value: object) -> bool:
        """Whether it is one of them."""
        return isinstance(value, bool)

    def schema(self) -> Schema:
        """Return a boolean."""
        return {"type": "boolean"}


@value
class Many(Shape):
    """A list, read as a tuple."""

    of: Shape

    noun = "a list"
    form = "lists stand in brackets: [ … ]"

    def fits(self, value: object) -> bool:
        """Whether it is a list."""
        return isinstance(value, list)

    def made(self, value: list[object], at: At) -> tuple[object, ...]:
        """Return the items, read."""
        return tuple(self.of.read(item, at.item(number)) for number, item in enumerate(value, 1))

    def schema(self) -> Schema:
        """Return an array."""
        return {"type": "array", "items": self.of.schema()}


@value
class Either(Shape):
    """The first shape of several that fits; no two fit one value."""

    shapes: tuple[Shape, ...]

    @property
    def noun(self) -> str:  # type: ignore[override] # read only, as everywhere
        """What people call it."""
        return _either(shape.noun for shape in self.shapes)

    def fits(self, value: object) -> bool:
        """Whether it fits any."""
        return any(shape.fits(value) for shape in self.shapes)

    def made(self, value: object, at: At) -> object:
        """Return what the shape that fits makes of it."""
        return next(shape for shape in self.shapes if shape.fits(value)).made(value, at)

    def schema(self) -> Schema:
        """Return the alternatives."""
        return {"anyOf": [shape.schema() for shape in self.shapes]}


_KINDS = (
    (bool, "true or false"),
    (str, "a string"),
    (int, "a whole number"),
    (float, "a number"),
    (list, "a list"),
    (dict, "a table"),
)


def _kind(value: object) -> str:
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "a date or time")


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
