"""Statements that fail when they are applied."""

from branchline.rules.failing.add_notnull_nonempty import add_notnull_nonempty
from branchline.rules.failing.cic_partitioned import cic_partitioned
from branchline.rules.failing.dependent_objects import dependent_objects
from branchline.rules.failing.duplicate_assignment import duplicate_assignment
from branchline.rules.failing.duplicate_object import duplicate_object
from branchline.rules.failing.identifier_too_long import identifier_too_long
from branchline.rules.failing.lock_table_outside_tx import lock_table_outside_tx
from branchline.rules.failing.not_valid_partitioned import not_valid_partitioned
from branchline.rules.failing.refresh_concurrently_no_unique import refresh_concurrently_no_unique
from branchline.rules.failing.unknown_object import unknown_object
from branchline.rules.failing.unparsable_statement import unparsable_statement
from branchline.rules.failing.version_syntax import version_syntax

RULES = (
    unparsable_statement,
    version_syntax,
    unknown_object,
    duplicate_object,
    add_notnull_nonempty,
    dependent_objects,
    cic_partitioned,
    not_valid_partitioned,
    refresh_concurrently_no_unique,
    lock_table_outside_tx,
    duplicate_assignment,
    identifier_too_long,
)
