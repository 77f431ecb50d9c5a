"""What may not happen to a changelog once databases have run it."""

from branchline.rules.changelog.branch_collision import branch_collision
from branchline.rules.changelog.case_collision import case_collision
from branchline.rules.changelog.change_modified import change_modified
from branchline.rules.changelog.change_removed import change_removed
from branchline.rules.changelog.change_renamed import change_renamed
from branchline.rules.changelog.circular_parents import circular_parents
from branchline.rules.changelog.duplicate_id import duplicate_id
from branchline.rules.changelog.inserted_below import inserted_below
from branchline.rules.changelog.integrity_file_stale import integrity_file_stale
from branchline.rules.changelog.line_ends_unpinned import line_ends_unpinned
from branchline.rules.changelog.lineage_changed import lineage_changed
from branchline.rules.changelog.merge_driver import merge_driver
from branchline.rules.changelog.missing_parent import missing_parent
from branchline.rules.changelog.multiple_heads import multiple_heads
from branchline.rules.changelog.not_a_regular_file import not_a_regular_file
from branchline.rules.changelog.out_of_order import out_of_order
from branchline.rules.changelog.rollback_edited import rollback_edited
from branchline.rules.changelog.rollback_removed import rollback_removed
from branchline.rules.changelog.stray_file import stray_file
from branchline.rules.changelog.unreadable_change import unreadable_change

RULES = (
    change_removed,
    change_modified,
    change_renamed,
    lineage_changed,
    duplicate_id,
    out_of_order,
    not_a_regular_file,
    stray_file,
    unreadable_change,
    branch_collision,
    case_collision,
    merge_driver,
    line_ends_unpinned,
    integrity_file_stale,
    multiple_heads,
    missing_parent,
    circular_parents,
    inserted_below,
    rollback_edited,
    rollback_removed,
)
