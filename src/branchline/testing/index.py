"""Writes `branchline/rules/index.py`, from the rules themselves.

Most rules about statements ask for a few kinds of operation and for nothing
else: without such an operation there is nothing that they could find, so they
need not even be imported. Which those are is not written down but seen: a rule
is shown statements that do nothing and can tell nothing, one for each dialect
and place that it may ask about. A rule that looks at anything else has no
kinds, and is always asked.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, NoReturn

from branchline.model.statement import Part, Statement, Transaction
from branchline.rule import ANY, DIALECTS, ERROR, Rule
from branchline.rules import RULES
from branchline.rules import index as written


def text(rules: Iterable[Rule] = RULES) -> str:
    """Return the module's text."""
    lines = [_line(rule) for rule in rules]
    families = sorted({line.partition(".")[0] for line in lines})
    names = "".join(f'    "{family}",\n' for family in families)
    table = "\n".join(lines)
    return f'{_HEAD}FAMILIES = (\n{names})\n\nINDEX = """\\\n{table}\n"""\n'


def write() -> None:
    """Write the module where it was imported from."""
    Path(written.__file__).write_text(text(), encoding="utf-8")


def kinds(rule: Rule) -> frozenset[str]:
    """Return what a subject must be one of; none when it is not known.

    An option may change what a rule asks for, so one with options has none.
    """
    if rule.options:
        return frozenset()
    if rule.scope is not Statement:
        return _asked(rule, lambda asked: [_Default(rule.scope, asked)]) - {ANY}
    asked = {dialect: _asked(rule, partial(_statements, dialect)) for dialect in DIALECTS}
    every = frozenset.intersection(*asked.values())
    if ANY in every:
        return frozenset()
    some = {f"{dialect}:{kind}" for dialect, kinds in asked.items() for kind in kinds - every}
    return every | some


_HEAD = '''\
"""The index of the rules: module, scope, severity, and the operations it needs one of.

Written by `python -m branchline.cli.pages docs/rules`; `branchline.testing.index` says how.
"""

'''


def _line(rule: Rule) -> str:
    module = rule.judge.__module__.removeprefix("branchline.rules.")
    if module.rpartition(".")[2].replace("_", "-") != rule.id:
        raise ValueError(f"rule {rule.id!r} stands in module {module!r}")
    said = (module, rule.scope.__name__, rule.severity.name, ",".join(sorted(kinds(rule))))
    return " ".join(filter(None, said))


def _asked(rule: Rule, blanks: Callable[[set[str]], Iterable[Any]]) -> frozenset[str]:
    """Return the kinds that a rule asks blank subjects for; only `ANY` when it asks for more."""
    asked: set[str] = set()
    try:
        for blank in blanks(asked):
            if any(True for _ in rule(blank)):
                return frozenset({ANY})
    except _UnknownError:
        return frozenset({ANY})
    return frozenset(asked)


def _statements(dialect: str, asked: set[str]) -> Iterator["_Statement"]:
    for part, transaction in product(Part, Transaction):
        yield _Statement(dialect, part, transaction, asked)


class _UnknownError(Exception):
    """A rule looked at what a blank statement cannot tell."""


class _Blank:
    """Whatever is not said here cannot be told."""

    def __getattr__(self, name: str) -> NoReturn:
        raise _UnknownError(name)

    def __iter__(self) -> Iterator[Any]:
        raise _UnknownError


class _Default(_Blank):
    """A subject with its fields as they are by default."""

    def __init__(self, kind: type, asked: set[str]) -> None:
        self._kind = kind
        self._asked = asked

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the default is
        if name not in self._kind.__match_args__ or name not in vars(self._kind):  # type: ignore[attr-defined]
            raise _UnknownError(name)
        self._asked.add(name)
        return vars(self._kind)[name]


class _Engine(_Blank):
    def __init__(self, dialect: str) -> None:
        self.dialect = dialect


class _Situation(_Blank):
    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction


class _Statement(_Blank):
    def __init__(self, dialect: str, part: Part, transaction: Transaction, asked: set[str]) -> None:
        self.engine = _Engine(dialect)
        self.part = part
        self._asked = asked
        self.situation = _Situation(transaction)
        self.in_transaction = transaction is not Transaction.NONE

    @property
    def error(self) -> str:
        self._asked.add(ERROR)
        return ""

    def of(self, kind: type, *, dialect: str = "", part: Part | None = None) -> tuple[()]:
        if dialect in {"", self.engine.dialect} and part in {None, self.part}:
            self._asked.add(kind.__name__)
        return ()
