"""Keeps database changes on the line: what the author of a plug-in imports.

The names are imported when they are asked for: every hook imports this module,
and pluggy alone would double its start.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from branchline.hookspecs import hookimpl
    from branchline.model.finding import Place, Problem, Severity
    from branchline.rule import Rule, rule

__version__ = "0.1.0"

__all__ = ["Place", "Problem", "Rule", "Severity", "__version__", "hookimpl", "rule"]

_HOME = {
    "hookimpl": "branchline.hookspecs",
    "Place": "branchline.model.finding",
    "Problem": "branchline.model.finding",
    "Severity": "branchline.model.finding",
    "Rule": "branchline.rule",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    if name not in _HOME:
        raise AttributeError(f"branchline has no {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


class _Package(ModuleType):
    """`branchline.rule` is the decorator, though importing puts the module of that name there."""

    @property
    def rule(self) -> Any:  # noqa: ANN401 - typed where it is defined
        from branchline.rule import rule

        return rule

    @rule.setter
    def rule(self, module: ModuleType) -> None:
        pass


sys.modules[__name__].__class__ = _Package
