"""What a push may do to an environment's branch, and where its changes must come from."""

from branchline.rules.promotion.back_merge_required import back_merge_required
from branchline.rules.promotion.branch_deleted import branch_deleted
from branchline.rules.promotion.break_glass_incomplete import break_glass_incomplete
from branchline.rules.promotion.checksum_mismatch import checksum_mismatch
from branchline.rules.promotion.evil_merge import evil_merge
from branchline.rules.promotion.first_parent import first_parent
from branchline.rules.promotion.gap import gap
from branchline.rules.promotion.non_fast_forward import non_fast_forward
from branchline.rules.promotion.not_a_commit import not_a_commit
from branchline.rules.promotion.not_in_source import not_in_source
from branchline.rules.promotion.phantom_promotion import phantom_promotion
from branchline.rules.promotion.policy_weakened import policy_weakened
from branchline.rules.promotion.same_push_source import same_push_source
from branchline.rules.promotion.skips_environment import skips_environment
from branchline.rules.promotion.source_missing import source_missing
from branchline.rules.promotion.unrelated_history import unrelated_history

RULES = (
    branch_deleted,
    non_fast_forward,
    not_a_commit,
    unrelated_history,
    source_missing,
    checksum_mismatch,
    not_in_source,
    skips_environment,
    same_push_source,
    back_merge_required,
    gap,
    phantom_promotion,
    evil_merge,
    first_parent,
    break_glass_incomplete,
    policy_weakened,
)
