"""What a plug-in may add. Implement any of these with `branchline.hookimpl`."""

from collections.abc import Iterable

import pluggy

from branchline.rule import Rule

hookspec = pluggy.HookspecMarker("branchline")
hookimpl = pluggy.HookimplMarker("branchline")


@hookspec
def branchline_rules() -> Iterable[Rule]:
    """Return rules to make available.

    Called once per run, before the policy is read. A rule is available, not
    enabled: only a policy enables it. Two rules with one id stop the run.
    """
    raise NotImplementedError
