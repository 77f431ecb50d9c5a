"""Tables: of known keys, of names that people choose, or of anything.

A table fills in what was not written, so that whoever takes the result asks no
second time what a key's default is.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from branchline.model.value import value
from branchline.toml.at import At
from branchline.toml.nearest import did_you_mean, quoted
from branchline.toml.shapes import Schema, Shape, Text


class _Tabular(Shape):
    noun = "a table"
    form = "tables are [name] with keys below, or { key = value }"

    def fits(self, value: object) -> bool:
        """Whether it is a table."""
        return isinstance(value, dict)


@value
class Named(_Tabular):
    """A table whose keys are names that people choose; `name` refuses those that cannot be one."""

    of: Shape
    name: Text = Text()

    def made(self, value: Mapping[str, object], at: At) -> dict[str, Any]:
        """Return the values by name, in the order of the file."""
        for name in value:
            self.name.read(name, at.key(name))
        return {name: self.of.read(inner, at.key(name)) for name, inner in value.items()}

    def schema(self) -> Schema:
        """Return an object of anything that the name allows."""
        names = {"propertyNames": {"pattern": self.name.pattern}} if self.name.pattern else {}
        return {"type": "object", "additionalProperties": self.of.schema()} | names


class Open(_Tabular):
    """A table of any content, which somebody else reads."""

    def schema(self) -> Schema:
        """Return any object."""
        return {"type": "object"}


class Key(NamedTuple):
    """A key of a table: what its value may be, what it is for, what holds without it.

    `default` is written as a person would; None says that there is none.
    """

    shape: Shape
    help: str = ""
    default: object = None
    required: bool = False

    def schema(self) -> Schema:
        """Return the schema of the value, with the help that editors show."""
        told = {"description": self.help} if self.help else {}
        default = {} if self.default is None else {"default": self.default}
        return told | default | self.shape.schema()


@value
class Table(_Tabular):
    """A table of known keys. `filled` says that keys not written get their default, or None."""

    keys: Mapping[str, Key]
    filled: bool = True

    def made(self, value: Mapping[str, object], at: At) -> dict[str, Any]:
        """Return the values by key."""
        for name in value:
            if name not in self.keys:
                raise at.error(f"has no key {quoted(name)}", hint=did_you_mean(name, self.keys))
        found = {}
        for name, key in self.keys.items():
            written = value.get(name, key.default if self.filled else None)
            if written is not None:
                found[name] = key.shape.read(written, at.key(name))
            elif key.required:
                raise at.error(f"has no {name}", hint=key.help)
            elif self.filled:
                found[name] = None
        return found

    def schema(self) -> Schema:
        """Return an object with these keys and no others."""
        required = [name for name, key in self.keys.items() if key.required]
        properties = {name: key.schema() for name, key in self.keys.items()}
        closed = {"type": "object", "properties": properties, "additionalProperties": False}
        return closed | ({"required": required} if required else {})
