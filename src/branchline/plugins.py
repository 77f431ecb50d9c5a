"""Plug-ins, found by the entry point group `branchline`.

A plug-in that does not load stops the run: a gate that silently lost a rule
would accept what its owner thinks is refused.
"""

from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points

import pluggy

from branchline import hookspecs
from branchline.errors import PluginError
from branchline.rule import Rule

GROUP = "branchline"


def plugin_rules() -> Iterator[Rule]:
    """Yield the rules of every installed plug-in.

    Raises:
        PluginError: a plug-in cannot be imported, fails, or returns no rules.
    """
    found = entry_points(group=GROUP)
    if found:
        yield from rules_of(_manager(found))


def rules_of(manager: pluggy.PluginManager) -> Iterator[Rule]:
    """Yield the rules of the plug-ins that `manager` holds."""
    for implementation in manager.hook.branchline_rules.get_hookimpls():
        try:
            rules: tuple[object, ...] = tuple(implementation.function())  # type: ignore[arg-type]
        except Exception as error:
            message = f"plug-in {implementation.plugin_name!r} failed: {error}"
            raise PluginError(message, hint="update it, or uninstall it") from error
        for rule in rules:
            if not isinstance(rule, Rule):
                message = f"plug-in {implementation.plugin_name!r} returned {rule!r}, not a rule"
                raise PluginError(message, hint="decorate the function with @branchline.rule")
            yield rule


def _manager(points: tuple[EntryPoint, ...] | list[EntryPoint]) -> pluggy.PluginManager:
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    for point in points:
        try:
            manager.register(point.load(), name=point.name)
            manager.check_pending()
        except Exception as error:
            message = f"plug-in {point.name!r} ({point.value}) cannot be loaded: {error}"
            raise PluginError(message, hint="update it, or uninstall it") from error
    return manager
