"""A map that is copied for the price of one bucket.

The schema is replayed statement by statement and every statement keeps the
schema before it. Copying a plain dict each time would make a changelog of n
tables cost n²; here a change copies one bucket in 4096, and the way to it:
three tuples of 16.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Generic, Self, TypeVar, overload

_V = TypeVar("_V")
_T = TypeVar("_T")
_BITS = 4
_SIDE = 1 << _BITS  # groups, parts of each, and buckets in those
_LOW = _SIDE - 1
_HIGH = 2 * _BITS
_MASK = _SIDE**3 - 1
_Part = tuple[dict[str, _V], ...]
_Groups = tuple[tuple[_Part[_V], ...], ...]
_EMPTY_PART: _Part[Any] = ({},) * _SIDE
_EMPTY_GROUP = (_EMPTY_PART,) * _SIDE
_EMPTY: _Groups[Any] = (_EMPTY_GROUP,) * _SIDE


class Names(Mapping[str, _V], Generic[_V]):
    """An immutable mapping from name to value; `put` and `without` give a new one."""

    __slots__ = ("_groups", "_size")

    def __init__(self, items: Mapping[str, _V] | None = None) -> None:
        self._groups: _Groups[_V] = _filled(items) if items else _EMPTY
        self._size = len(items) if items else 0

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
        for group, their_group in zip(self._groups, other._groups, strict=True):
            if group is not their_group:
                for part, their_part in zip(group, their_group, strict=True):
                    if part is not their_part:
                        for own, theirs in zip(part, their_part, strict=True):
                            yield from _unlike(own, theirs) if own is not theirs else ()

    def __getitem__(self, name: str) -> _V:
        place = hash(name)
        return self._groups[place >> _HIGH & _LOW][place >> _BITS & _LOW][place & _LOW][name]

    def __contains__(self, name: object) -> bool:
        place = hash(name)
        return name in self._groups[place >> _HIGH & _LOW][place >> _BITS & _LOW][place & _LOW]

    @overload
    def get(self, key: str, /) -> _V | None: ...
    @overload
    def get(self, key: str, /, default: _V | _T) -> _V | _T: ...
    def get(self, key: str, /, default: object = None) -> object:
        """Return the value of `key`, or `default`."""
        place = hash(key)  # written out here and above: it is asked all the time
        bucket = self._groups[place >> _HIGH & _LOW][place >> _BITS & _LOW][place & _LOW]
        return bucket.get(key, default)

    def __iter__(self) -> Iterator[str]:
        if self._size:
            for group in self._groups:
                for part in group if group is not _EMPTY_GROUP else ():
                    yield from chain.from_iterable(part)

    def __len__(self) -> int:
        return self._size

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, _V]]]:
        # Another process gives every text another hash, and so another bucket.
        return type(self), (dict(self),)

    def _bucket(self, name: str) -> dict[str, _V]:
        place = hash(name)
        return self._groups[place >> _HIGH & _LOW][place >> _BITS & _LOW][place & _LOW]

    def _with(self, name: str, bucket: dict[str, _V], size: int) -> Self:
        place = hash(name)
        first, second, third = place >> _HIGH & _LOW, place >> _BITS & _LOW, place & _LOW
        groups = self._groups
        group = groups[first]
        part = group[second]
        part = (*part[:third], bucket, *part[third + 1 :])
        group = (*group[:second], part, *group[second + 1 :])
        copy = object.__new__(type(self))
        copy._groups = (*groups[:first], group, *groups[first + 1 :])
        copy._size = size
        return copy


def _filled(items: Mapping[str, _V]) -> _Groups[_V]:
    """Return the groups of a map; what stays empty is what all share."""
    buckets: dict[int, dict[str, _V]] = {}
    for name, value in items.items():
        buckets.setdefault(hash(name) & _MASK, {})[name] = value
    parts: dict[int, list[dict[str, _V]]] = {}
    for place, bucket in buckets.items():
        parts.setdefault(place >> _BITS, [*_EMPTY_PART])[place & _LOW] = bucket
    groups: dict[int, list[_Part[_V]]] = {}
    for place, part in parts.items():
        groups.setdefault(place >> _BITS, [*_EMPTY_GROUP])[place & _LOW] = tuple(part)
    every = [*_EMPTY]
    for place, group in groups.items():
        every[place] = tuple(group)
    return tuple(every)


def _unlike(own: dict[str, _V], theirs: dict[str, _V]) -> Iterator[str]:
    for name in own.keys() | theirs.keys():
        if name not in own or name not in theirs or own[name] != theirs[name]:
            yield name
