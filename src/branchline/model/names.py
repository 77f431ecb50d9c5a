"""A map that is copied for the price of one bucket.

The schema is replayed statement by statement and every statement keeps the
schema before it. Copying a plain dict each time would make a changelog of n
tables cost n²; here a change copies one bucket in 256.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, Self, TypeVar

_V = TypeVar("_V")
_BUCKETS = 256
_EMPTY: tuple[dict[str, Any], ...] = ({},) * _BUCKETS


class Names(Mapping[str, _V], Generic[_V]):
    """An immutable mapping from name to value; `put` and `without` give a new one."""

    __slots__ = ("_buckets", "_size")

    def __init__(self, items: Mapping[str, _V] | None = None) -> None:
        if not items:
            self._buckets: tuple[dict[str, _V], ...] = _EMPTY
            self._size = 0
            return
        buckets: list[dict[str, _V]] = [{} for _ in range(_BUCKETS)]
        for name, value in items.items():
            buckets[hash(name) % _BUCKETS][name] = value
        self._buckets = tuple(buckets)
        self._size = len(items)

    def put(self, name: str, value: _V) -> Self:
        """Return the same map with `name` set."""
        bucket = self._buckets[hash(name) % _BUCKETS]
        return self._with(name, {**bucket, name: value}, self._size + (name not in bucket))

    def without(self, name: str) -> Self:
        """Return the same map with `name` left out; itself when it holds no such name."""
        bucket = self._buckets[hash(name) % _BUCKETS]
        if name not in bucket:
            return self
        rest = {key: value for key, value in bucket.items() if key != name}
        return self._with(name, rest, self._size - 1)

    def unlike(self, other: Self) -> Iterator[str]:
        """Yield the names whose values differ here and there, or that only one of the two has.

        Buckets that both share are passed over: the price is that of what changed.
        """
        for own, theirs in zip(self._buckets, other._buckets, strict=True):
            if own is not theirs:
                for name in own.keys() | theirs.keys():
                    if name not in own or name not in theirs or own[name] != theirs[name]:
                        yield name

    def __getitem__(self, name: str) -> _V:
        return self._buckets[hash(name) % _BUCKETS][name]

    def __iter__(self) -> Iterator[str]:
        for bucket in self._buckets:
            yield from bucket

    def __len__(self) -> int:
        return self._size

    def _with(self, name: str, bucket: dict[str, _V], size: int) -> Self:
        place = hash(name) % _BUCKETS
        copy = object.__new__(type(self))
        copy._buckets = (*self._buckets[:place], bucket, *self._buckets[place + 1 :])
        copy._size = size
        return copy
