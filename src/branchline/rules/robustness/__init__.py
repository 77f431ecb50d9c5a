"""What a tool, a merge or a hurry left in a file."""

from branchline.rules.robustness.client_meta_command import client_meta_command
from branchline.rules.robustness.conflict_marker import conflict_marker
from branchline.rules.robustness.empty_migration import empty_migration

RULES = (client_meta_command, conflict_marker, empty_migration)
