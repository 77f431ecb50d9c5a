"""All rules that branchline brings, a package per family.

The tuples are written by hand: what is not listed does not exist, and a reader
finds every rule by following names. A run finds rules by `index` instead, and
imports the few that it asks: so a family's own tuple is not made, nor all of
its modules imported, until somebody wants more of the family than one module.
"""

from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from branchline.rule import Rule
from branchline.rules.index import FAMILIES

RULES: tuple[Rule, ...]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - `RULES` is made when it is asked for
    if name != "RULES":
        raise AttributeError(f"{__name__} has no {name!r}")
    globals()[name] = found = _every()
    return found


def _every() -> tuple[Rule, ...]:
    from branchline.rules import (
        allowances,
        breaking,
        changelog,
        constraints,
        data_dependent,
        data_loss,
        environments,
        failing,
        liquibase,
        locks,
        mysql,
        names,
        promotion,
        reversibility,
        robustness,
        security,
        sqlite,
        style,
        transactions,
        tsql_oracle,
    )

    return (
        *failing.RULES,
        *data_loss.RULES,
        *data_dependent.RULES,
        *locks.RULES,
        *mysql.RULES,
        *sqlite.RULES,
        *tsql_oracle.RULES,
        *breaking.RULES,
        *constraints.RULES,
        *transactions.RULES,
        *robustness.RULES,
        *security.RULES,
        *names.RULES,
        *style.RULES,
        *reversibility.RULES,
        *allowances.RULES,
        *changelog.RULES,
        *environments.RULES,
        *liquibase.RULES,
        *promotion.RULES,
    )


class _Family(ModuleType):
    """A package whose `__init__` runs when a name in it is asked for.

    Python imports a package before any module in it; this one is ready for
    that with its path alone.
    """

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the package holds
        if name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        found = PathFinder.find_spec(self.__name__, __path__)
        if found is not None and found.loader is not None:
            self.__spec__, self.__file__, self.__loader__ = found, found.origin, found.loader
            found.loader.exec_module(self)
        return getattr(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        # A module that was imported is no name of ours: the package's are its rules.
        if name.startswith("__"):
            super().__setattr__(name, value)


def _shelve(family: str) -> None:
    import sys

    name = f"{__name__}.{family}"
    if name in sys.modules:
        return
    sys.modules[name] = globals()[family] = package = _Family(name)
    package.__spec__ = ModuleSpec(name, None, is_package=True)
    package.__path__ = [f"{root}/{family}" for root in __path__]
    package.__package__ = name


for _family in FAMILIES:
    _shelve(_family)
