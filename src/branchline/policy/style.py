"""Whether a policy wants to hear of style: asking costs more than everything else."""

from collections.abc import Iterable

from branchline.rule import Enabled

RULE = "sqlfluff"


def asks_for_style(policy: Iterable[Enabled]) -> bool:
    """Whether the rule that looks at style is enabled."""
    return any(each.rule.id == RULE for each in policy)
