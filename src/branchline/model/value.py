"""Frozen values that cost nothing to declare.

`dataclass(frozen=True, slots=True)` compiles four methods a class: half a
millisecond each, and its module takes eight to import; every hook is a cold
process. `value` shares one set of methods instead, in ten microseconds a
class. Reading, comparing, `match` and `dataclasses.asdict` work alike. A
default is shared by all values of a class, so it must never change.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: PLC0414 - for types: it knows the fields

_C = TypeVar("_C", bound=type)
_FIELDS = "__dataclass_fields__"
_MANY = 100
"""Values of a class, from which on an `__init__` of its own is worth its 0.1 ms."""
_set = object.__setattr__


class _DataclassFields:
    """`__dataclass_fields__`, made when `dataclasses.asdict` and its like ask for it."""

    def __get__(self, instance: object, owner: Any) -> Any:  # noqa: ANN401 - as typeshed has it
        return _fields(owner.__match_args__)


@dataclass_transform(frozen_default=True)
def value(cls: _C) -> _C:
    """Make a frozen value of a class with annotated fields and plain defaults."""
    inherited: tuple[str, ...] = getattr(cls, "__match_args__", ())
    own = [name for name in cls.__annotations__ if name not in inherited]
    names = (*inherited, *own)
    defaults = {name: getattr(cls, name) for name in names if hasattr(cls, name)}
    init = _init(cls, names, defaults)
    own_methods: dict[str, Any] = {"__match_args__": names, "__init__": init}
    methods = own_methods if inherited else own_methods | _SHARED
    for name, method in methods.items():
        setattr(cls, name, method)
    return cls


if not TYPE_CHECKING:  # pragma: no branch - checkers see the one of dataclasses

    def replace(instance: Any, /, **changes: object) -> Any:  # noqa: ANN401 - any value
        """Return a value like `instance` with some fields changed.

        As `dataclasses.replace`, in a third of its time.
        """
        names = instance.__match_args__
        before = instance.__dict__
        copy = object.__new__(type(instance))
        state = {**before, **changes}
        if len(state) != len(names):  # before may hold what was computed from the fields, too
            state = {name: before[name] for name in names} | changes
            if len(state) != len(names):
                raise _mistake(copy, state, ())
        _set(copy, "__dict__", state)
        return copy


@cache
def _fields(names: tuple[str, ...]) -> Any:  # noqa: ANN401 - as above
    from dataclasses import field, make_dataclass

    fields = [(name, Any, field(default=None)) for name in names]
    return vars(make_dataclass("_", fields))[_FIELDS]


def _init(cls: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    count = len(names)
    calls = 0

    def __init__(self: Any, *arguments: object, **named: object) -> None:  # noqa: ANN401, N807 - any value's
        nonlocal calls
        calls += 1
        if calls == _MANY:
            type.__setattr__(cls, "__init__", _written(names, defaults) or __init__)
        state = self.__dict__
        state.update(defaults)
        if arguments:
            state.update(zip(names, arguments, strict=False))
        if named:
            state.update(named)
        if len(state) != count or len(arguments) > count:
            raise _mistake(self, state, arguments)
        if named and arguments and not named.keys().isdisjoint(names[: len(arguments)]):
            raise TypeError(f"{type(self).__name__} was given a field twice")

    return __init__


def _written(names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None] | None:
    """Return an `__init__` for these fields alone: a third of the time, once it is compiled.

    There is none where a field without a default follows one that has some, as
    inheriting allows.
    """
    required = [name for name in names if name not in defaults]
    if names[: len(required)] != tuple(required):
        return None
    state = ", ".join(f"{name!r}: {name}" for name in names)
    source = f"def __init__(self, {', '.join(names)}): _set(self, '__dict__', {{{state}}})"
    made: dict[str, Any] = {"_set": _set}
    exec(source, made)  # noqa: S102 - the names of fields, as a class of ours declares them
    init: Any = made["__init__"]
    init.__defaults__ = tuple(defaults[name] for name in names[len(required) :])
    return cast("Callable[..., None]", init)


def _mistake(
    self: Any,  # noqa: ANN401 - any value
    state: dict[str, object],
    arguments: tuple[object, ...],
) -> TypeError:
    names = self.__match_args__
    missing = [name for name in names if name not in state]
    unknown = [*sorted(state.keys() - set(names)), *arguments[len(names) :]]
    return TypeError(f"{type(self).__name__} needs {missing}, has no {unknown}")


def _values(self: Any) -> tuple[object, ...]:  # noqa: ANN401 - any value
    return tuple([getattr(self, name) for name in self.__match_args__])


def _equal(self: object, other: object) -> bool:
    if self is other:
        return True
    return type(self) is type(other) and _values(self) == _values(other)


def _hash(self: object) -> int:
    return hash((type(self), _values(self)))


def _repr(self: Any) -> str:  # noqa: ANN401 - any value
    inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__name__}({inside})"


def _refuse(self: object, name: str, value: object = None) -> None:
    del value
    raise AttributeError(f"{type(self).__name__} is frozen: {name!r} cannot be set")


_SHARED: dict[str, Any] = {
    _FIELDS: _DataclassFields(),
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}
"""What a value has from the first `value` among its bases."""
