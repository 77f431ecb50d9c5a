"""Rules without code: `[[policy.custom]]` names an operation and how its parts look.

An operation is what a statement does, in one vocabulary for all dialects, so
nothing here looks at text: `when = { operation = "grant", roles = "public" }`
finds the privilege however it is written, and never in a comment.
"""

from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from branchline.model.finding import Problem
from branchline.model.operations.base import Name, Operation
from branchline.model.statement import Statement
from branchline.rule import Rule
from branchline.toml.at import At
from branchline.toml.nearest import did_you_mean, quoted

_Test = Callable[[Operation], bool]
_Wanted = str | bool | tuple[str, ...]


def custom(written: Mapping[str, Any], at: At) -> Rule:
    """Return the rule that a table describes.

    Raises:
        ConfigError: it speaks of an operation, or of a part of one, that does not exist.
    """
    conditions = dict(written["when"])
    inside = at.key("when")
    if "operation" not in conditions:
        raise inside.error("has no operation", hint='write when = { operation = "grant" }')
    kinds = _kinds(conditions.pop("operation"), inside.key("operation"))
    tests = tuple(
        _test(part, wanted, kinds, inside.key(part)) for part, wanted in conditions.items()
    )
    problem = Problem(written["message"], written["hint"])
    classes = frozenset(kinds.values())

    def judge(statement: Statement) -> Iterator[Problem]:
        if any(
            type(operation) in classes and all(test(operation) for test in tests)
            for operation in statement.operations
        ):
            yield problem

    judge.__doc__ = f"{written['message']}\n\n{written['hint']}"
    return Rule(written["id"], judge, Statement)


def vocabulary() -> dict[str, type[Operation]]:
    """Return every operation by its word, such as `drop-table`."""
    from branchline.model.operations import objects, session, tables

    del objects, session, tables  # imported, they are subclasses
    return {kind.kind(): kind for kind in _leaves(Operation)}


_BOOLEANS = (bool,)
_TEXTS = (str, str | None, tuple[str, ...], Name, Name | None, tuple[Name, ...])
_ANY_NAME = "object"


def _leaves(kind: type[Operation]) -> Iterator[type[Operation]]:
    below = kind.__subclasses__()
    for inner in below:
        yield from _leaves(inner)
    if not below:
        yield kind


def _kinds(wanted: _Wanted, at: At) -> dict[str, type[Operation]]:
    known = vocabulary()
    words = wanted if isinstance(wanted, tuple) else (str(wanted),)
    for word in words:
        if word not in known:
            problem = f"names no operation {quoted(word)}"
            raise at.error(problem, hint=did_you_mean(word, known) or _WORDS)
    return {word: known[word] for word in words}


_WORDS = "operations are called as in SQL: 'drop-table', 'create-index', 'grant'"


def _test(part: str, wanted: _Wanted, kinds: Mapping[str, type[Operation]], at: At) -> _Test:
    if part == _ANY_NAME:
        return lambda operation: any(_looks(value, wanted) for value in _names(operation))
    for word, kind in kinds.items():
        types = _parts(kind)
        if part not in types:
            near = did_you_mean(part, [_ANY_NAME, *types])
            raise at.error(f"is no part of operation {word!r}", hint=near)
        if isinstance(wanted, bool) is not (types[part] in _BOOLEANS):
            raise at.error(f"must be {'a string' if isinstance(wanted, bool) else 'true or false'}")
    return lambda operation: _looks(getattr(operation, part), wanted)


def _parts(kind: type[Operation]) -> dict[str, Any]:
    """The parts of an operation that a table can speak of, with their types."""
    declared = {
        name: type_
        for base in reversed(kind.__mro__)
        for name, type_ in vars(base).get("__annotations__", {}).items()
    }
    return {name: type_ for name, type_ in declared.items() if type_ in (*_BOOLEANS, *_TEXTS)}


def _names(operation: Operation) -> Iterator[object]:
    for part in _parts(type(operation)):
        value = getattr(operation, part)
        for item in value if type(value) is tuple else (value,):
            if isinstance(item, Name):
                yield item


def _looks(value: object, wanted: _Wanted) -> bool:
    if isinstance(wanted, bool):
        return value is wanted
    if isinstance(wanted, tuple):
        return any(_looks(value, each) for each in wanted)
    if isinstance(value, Name):
        return fnmatchcase(value.name, wanted) or fnmatchcase(str(value), wanted)
    if isinstance(value, tuple):
        return any(_looks(item, wanted) for item in value)
    return isinstance(value, str) and fnmatchcase(value, wanted)
