"""A map that is copied for the price of one bucket.

The schema is replayed statement by statement and every statement keeps the
schema before it. Copying a plain dict each time would make a changelog of n
tables cost n²; here a change copies one bucket in 256, and one group in 16.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Generic, Self, TypeVar, overload

_V = TypeVar("_V")
_T = TypeVar("_T")
_BITS = 4
_SIDE = 1 << _BITS  # groups, and buckets in each
_LOW = _SIDE - 1
_MASK = _SIDE * _SIDE - 1
_EMPTY: tuple[tuple[dict[str, Any], ...], ...] = (({},) * _SIDE,) * _SIDE


class Names(Mapping[str, _V], Generic[_V]):
    """An immutable mapping from name to value; `put` and `without` give a new one."""

    __slots__ = ("_rows", "_size")

    def __init__(self, items: Mapping[str, _V] | None = None) -> None:
        if not items:
            self._rows: tuple[tuple[dict[str, _V], ...], ...] = _EMPTY
            self._size = 0
            return
        groups: list[list[dict[str, _V]]] = [[{} for _ in range(_SIDE)] for _ in range(_SIDE)]
        for name, value in items.items():
            row, column = _place(name)
            groups[row][column][name] = value
        self._rows = tuple(map(tuple, groups))
        self._size = len(items)

    def put(self, name: str, value: _V) -> Self:
        """Return the same map with `name` set."""
        bucket = self._bucket(name)
        return self._with(name, {**bucket, name: value}, self._size + (name not in bucket))

    def without(self, name: str) -> Self:
        """Return the same map with `name` left out; itself when it holds no such name."""
        bucket = self._bucket(name)
        if name not in bucket:
            return self
        rest = {key: value for key, value in bucket.items() if key != name}
        return self._with(name, rest, self._size - 1)

    def unlike(self, other: Self) -> Iterator[str]:
        """Yield the names whose values differ here and there, or that only one of the two has.

        Buckets that both share are passed over: the price is that of what changed.
        """
        if type(self) is not type(other):
            yield from _unlike(dict(self), dict(other))
            return
        for row, their_row in zip(self._rows, other._rows, strict=True):
            if row is not their_row:
                for own, theirs in zip(row, their_row, strict=True):
                    yield from _unlike(own, theirs) if own is not theirs else ()

    def __getitem__(self, name: str) -> _V:
        place = hash(name) & _MASK
        return self._rows[place >> _BITS][place & _LOW][name]

    def __contains__(self, name: object) -> bool:
        place = hash(name) & _MASK
        return name in self._rows[place >> _BITS][place & _LOW]

    @overload
    def get(self, key: str, /) -> _V | None: ...
    @overload
    def get(self, key: str, /, default: _V | _T) -> _V | _T: ...
    def get(self, key: str, /, default: object = None) -> object:
        """Return the value of `key`, or `default`."""
        place = hash(key) & _MASK  # written out here and above: it is asked all the time
        return self._rows[place >> _BITS][place & _LOW].get(key, default)

    def __iter__(self) -> Iterator[str]:
        if self._size:
            for bucket in chain.from_iterable(self._rows):
                yield from bucket

    def __len__(self) -> int:
        return self._size

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, _V]]]:
        # Another process gives every text another hash, and so another bucket.
        return type(self), (dict(self),)

    def _bucket(self, name: str) -> dict[str, _V]:
        row, column = _place(name)
        return self._rows[row][column]

    def _with(self, name: str, bucket: dict[str, _V], size: int) -> Self:
        row, column = _place(name)
        group = self._rows[row]
        group = (*group[:column], bucket, *group[column + 1 :])
        copy = object.__new__(type(self))
        copy._rows = (*self._rows[:row], group, *self._rows[row + 1 :])
        copy._size = size
        return copy


def _place(name: str) -> tuple[int, int]:
    place = hash(name) & _MASK
    return place >> _BITS, place & _LOW


def _unlike(own: dict[str, _V], theirs: dict[str, _V]) -> Iterator[str]:
    for name in own.keys() | theirs.keys():
        if name not in own or name not in theirs or own[name] != theirs[name]:
            yield name
