"""What a tool, a merge or a hurry left in a file, and what does not run twice."""

from branchline.rules.robustness.cic_if_not_exists_masks_invalid import (
    cic_if_not_exists_masks_invalid,
)
from branchline.rules.robustness.client_meta_command import client_meta_command
from branchline.rules.robustness.comment_only_edit import comment_only_edit
from branchline.rules.robustness.conflict_marker import conflict_marker
from branchline.rules.robustness.drop_create_loses_grants import drop_create_loses_grants
from branchline.rules.robustness.empty_migration import empty_migration
from branchline.rules.robustness.environment_literal import environment_literal
from branchline.rules.robustness.file_encoding import file_encoding
from branchline.rules.robustness.guard_masks_drift import guard_masks_drift
from branchline.rules.robustness.leftover import leftover
from branchline.rules.robustness.missing_guard import missing_guard
from branchline.rules.robustness.missing_terminator import missing_terminator
from branchline.rules.robustness.nondeterministic_seed import nondeterministic_seed
from branchline.rules.robustness.opaque_sql import opaque_sql
from branchline.rules.robustness.unqualified_name import unqualified_name
from branchline.rules.robustness.unresolved_placeholder import unresolved_placeholder
from branchline.rules.robustness.use_database import use_database

RULES = (
    client_meta_command,
    conflict_marker,
    unresolved_placeholder,
    empty_migration,
    missing_terminator,
    leftover,
    file_encoding,
    missing_guard,
    cic_if_not_exists_masks_invalid,
    drop_create_loses_grants,
    environment_literal,
    use_database,
    opaque_sql,
    guard_masks_drift,
    unqualified_name,
    nondeterministic_seed,
    comment_only_edit,
)
