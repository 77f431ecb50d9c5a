"""Every rule as the index tells of it: enough for a policy, which enables few of them.

A rule's module is imported when it first judges, or when somebody asks for its
page or its options. Two hundred modules would take a hook's whole time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from typing import Any

from branchline.model.finding import Problem, Severity
from branchline.rule import SCOPES, Rule
from branchline.rules.index import INDEX


class Indexed(Rule):
    """A rule that is not imported yet; equal in everything to the one that it stands for."""

    def __init__(self, module: str, scope: str, severity: str, kinds: str = "") -> None:
        """Take a line of the index, word by word."""
        vars(self).update(
            _module=module,
            id=module.rpartition(".")[2].replace("_", "-"),
            scope=_SCOPES[scope],
            severity=Severity[severity],
            kinds=frozenset(kinds.split(",")) if kinds else None,
        )

    @cached_property
    def whole(self) -> Rule:
        """The rule itself."""
        module: str = vars(self)["_module"]
        name = module.rpartition(".")[2]
        found: Rule = getattr(import_module(f"branchline.rules.{module}"), name)
        return found

    @cached_property
    def judge(self) -> Callable[..., Iterable[Problem]]:
        """The function."""
        return self.whole.judge

    @cached_property
    def options(self) -> Mapping[str, Any]:
        """Each option with its default."""
        return self.whole.options

    @cached_property
    def annotations(self) -> Mapping[str, Any]:
        """Each option with its type."""
        return self.whole.annotations


def indexed() -> Iterator[Rule]:
    """Yield every rule that branchline brings."""
    for line in INDEX.splitlines():
        yield Indexed(*line.split(" "))


_SCOPES = {scope.__name__: scope for scope in SCOPES}
