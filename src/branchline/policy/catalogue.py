"""Every rule there is, by id: branchline's own and those of plug-ins.

Branchline's own are known by an index, and imported when they are asked.
"""

from collections.abc import Iterable

from branchline.errors import PluginError
from branchline.rule import Rule


def rules() -> dict[str, Rule]:
    """Return the rules of this installation.

    Raises:
        PluginError: a plug-in does not load, or two rules have one id.
    """
    from branchline.policy.installed import plugin_rules
    from branchline.rules.indexed import indexed

    return by_id((*indexed(), *plugin_rules()))


def by_id(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Return rules by their ids.

    Raises:
        PluginError: two have one: a policy could not say which it means.
    """
    found: dict[str, Rule] = {}
    for rule in rules:
        other = found.setdefault(rule.id, rule)
        if other is not rule:
            raise PluginError(
                f"two rules are called {rule.id!r}: {_where(other)} and {_where(rule)}",
                hint="uninstall one of the plug-ins",
            )
    return found


def _where(rule: Rule) -> str:
    return f"{rule.judge.__module__}.{rule.judge.__qualname__}"
