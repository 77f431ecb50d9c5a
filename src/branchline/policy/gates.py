"""The rules that every policy has, at error: what keeps history true and changes in line.

`[promotion]` says how strict they are; `[policy.rules]` cannot weaken them.
"""

from collections.abc import Iterator

from branchline.model.finding import Severity
from branchline.model.settings import PromotionSettings
from branchline.model.value import value

STRUCTURAL = (
    "branch-deleted",
    "non-fast-forward",
    "not-a-commit",
    "unrelated-history",
    "source-missing",
    "change-removed",
    "change-modified",
    "change-renamed",
    "checksum-mismatch",
    "duplicate-id",
    "out-of-order",
    "not-a-regular-file",
    "unreadable-change",
)
DIRECTION = (
    "not-in-source",
    "skips-environment",
    "same-push-source",
    "back-merge-required",
    "gap",
    "phantom-promotion",
    "evil-merge",
    "first-parent",
    "break-glass-incomplete",
)
GATES = STRUCTURAL + DIRECTION
NOTICES = {"policy-weakened": "warning"}
"""What every policy has, and may weigh as it likes: the policy that hides it comes too late."""


@value
class Setting:
    """What a key of `[promotion]` makes of a gate."""

    rule: str
    key: str
    word: str
    severity: Severity


def settings(promotion: PromotionSettings) -> Iterator[Setting]:
    """Yield what a promotion's settings change about the gates."""
    for setting in _SETTINGS:
        if getattr(promotion, setting.key) == setting.word:
            yield setting
    for rule, modes in _ONLY_IN.items():
        if promotion.mode not in modes:
            yield Setting(rule, "mode", promotion.mode, Severity.OFF)


def way_out(rule: str) -> str:
    """Return which key to use instead of weakening a gate."""
    for setting in _SETTINGS:
        if setting.rule == rule:
            return f'set promotion.{setting.key} = "{setting.word}" instead'
    if rule in _IMMUTABLE:
        return "promotion.immutable_from says from which environment on it holds"
    if rule in DIRECTION and rule != "break-glass-incomplete":
        return "promotion.break_glass lets a single push pass, on the record"
    return "take the line out: no policy can do without it"


_IMMUTABLE = {"change-removed", "change-modified", "change-renamed"}
_ONLY_IN = {
    "evil-merge": {"ancestry", "strict"},
    "first-parent": {"strict"},
    "gap": {"content", "strict"},
    "back-merge-required": {"content", "strict"},
}
_SETTINGS = (
    Setting("gap", "gaps", "allow", Severity.OFF),
    Setting("out-of-order", "order", "allow", Severity.OFF),
    Setting("back-merge-required", "back_merge", "warn", Severity.WARNING),
)
