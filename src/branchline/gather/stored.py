"""A remembered schema, of which only what is asked for is unpacked.

One file judged behind ten thousand others asks for a handful of tables. What
comes out of a note is read by an unpickler that makes values of ours and
nothing else: a note may be anybody's.
"""

import pickle
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Generic, Self, TypeVar

from branchline.errors import RepositoryError
from branchline.model.names import Names
from branchline.model.schema import Catalog

_V = TypeVar("_V")

Packed = Mapping[str, bytes]


def packed(catalog: Catalog) -> bytes:
    """Return a schema as bytes; what was not unpacked goes in as it came."""
    fields = {**vars(catalog)}
    values = {name: _each_packed(fields.pop(name)) for name in _BY_VALUE}
    return pickle.dumps((fields, values), pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Catalog:
    """Return a schema that `packed` made bytes of; anything may be raised where it did not."""
    fields, values = _OnlyOurs(BytesIO(data)).load()
    maps: dict[str, Any] = {name: Stored(values[name]) for name in _BY_VALUE}
    return Catalog(**fields, **maps)


class Stored(Names[_V], Generic[_V]):
    """Names whose values are bytes until somebody asks; changes lie over them."""

    __slots__ = ("_found", "_over", "_packed")

    def __init__(self, values: Packed) -> None:
        """Keep the values as they are."""
        super().__init__()
        self._packed = values
        self._found: dict[str, _V] = {}
        self._over: Names[Any] = Names()
        self._size = len(values)

    def put(self, name: str, value: _V) -> Self:
        """Return the same map with `name` set."""
        return self._changed(name, value, self._size + (name not in self))

    def without(self, name: str) -> Self:
        """Return the same map with `name` left out; itself when it holds no such name."""
        return self._changed(name, _GONE, self._size - 1) if name in self else self

    def unlike(self, other: Self) -> Iterator[str]:
        """Yield the names whose values differ; those that nobody changed are not unpacked."""
        if type(other) is not type(self) or self._packed is not other._packed:
            yield from Names(dict(self)).unlike(Names(dict(other)))
            return
        for name in self._over.unlike(other._over):
            if self.get(name, _GONE) != other.get(name, _GONE):
                yield name

    def packed(self) -> dict[str, bytes]:
        """Return all values as bytes."""
        changed = {name: _packed(self._over[name]) for name in self._over if name in self}
        kept = {name: data for name, data in self._packed.items() if name not in self._over}
        return kept | changed

    def __getitem__(self, name: str) -> _V:
        found: Any = self.get(name, _GONE)
        if found is _GONE:
            raise KeyError(name)
        value: _V = found
        return value

    def __contains__(self, name: object) -> bool:
        if name in self._over:
            return self._over.get(str(name)) is not _GONE
        return name in self._packed

    def get(self, key: str, /, default: Any = None) -> Any:  # noqa: ANN401 - as its base overloads it
        """Return the value of `key`, or `default`."""
        found = self._over.get(key, _UNCHANGED)
        if found is _GONE:
            return default
        if found is not _UNCHANGED:
            return found
        if key not in self._found:
            if key not in self._packed:
                return default
            self._found[key] = _unpacked(self._packed[key])
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        yield from (name for name in self._packed if name not in self._over)
        yield from (name for name in self._over if name in self)

    def __reduce__(self) -> Any:  # noqa: ANN401 - it comes back as its base
        return Names, (dict(self),)

    def _changed(self, name: str, value: object, size: int) -> Self:
        copy = object.__new__(type(self))
        copy._groups = self._groups
        copy._packed = self._packed
        copy._found = self._found
        copy._over = self._over.put(name, value)
        copy._size = size
        return copy


_BY_VALUE = ("tables", "indexes", "views", "types", "functions")
_UNCHANGED = object()
_GONE = object()


def _each_packed(names: Names[Any]) -> dict[str, bytes]:
    if isinstance(names, Stored):
        return names.packed()
    return {name: _packed(names[name]) for name in names}


def _packed(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _unpacked(data: bytes) -> Any:  # noqa: ANN401 - a value of ours, whichever
    try:
        return _OnlyOurs(BytesIO(data)).load()
    except Exception as error:  # a sum has held: somebody wrote this on purpose
        raise RepositoryError(
            "a note in the cache folder was not written by branchline",
            "remove the folder branchline in $XDG_CACHE_HOME, or in ~/.cache",
        ) from error


class _OnlyOurs(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as typeshed has it
        if (module, name) in _HARMLESS:
            return super().find_class(module, name)
        found = module.startswith("branchline.model.") and super().find_class(module, name)
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


_HARMLESS = {("copyreg", "_reconstructor"), ("builtins", "object"), ("builtins", "frozenset")}
