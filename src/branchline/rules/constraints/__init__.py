"""Keys, constraints and indexes: whether they are there, fit, and are worth their price."""

from branchline.rules.constraints.column_alignment import column_alignment
from branchline.rules.constraints.constraint_left_not_valid import constraint_left_not_valid
from branchline.rules.constraints.drop_constraint import drop_constraint
from branchline.rules.constraints.drop_index_backing_fk_or_unique import (
    drop_index_backing_fk_or_unique,
)
from branchline.rules.constraints.drop_primary_key import drop_primary_key
from branchline.rules.constraints.duplicate_index import duplicate_index
from branchline.rules.constraints.fk_forbidden import fk_forbidden
from branchline.rules.constraints.fk_parent_not_unique import fk_parent_not_unique
from branchline.rules.constraints.fk_type_mismatch import fk_type_mismatch
from branchline.rules.constraints.fk_without_index import fk_without_index
from branchline.rules.constraints.hash_index import hash_index
from branchline.rules.constraints.index_dup_column import index_dup_column
from branchline.rules.constraints.index_in_own_script import index_in_own_script
from branchline.rules.constraints.index_on_lob import index_on_lob
from branchline.rules.constraints.multiple_fks import multiple_fks
from branchline.rules.constraints.no_primary_key import no_primary_key
from branchline.rules.constraints.partition_policy import partition_policy
from branchline.rules.constraints.replace_index_order import replace_index_order
from branchline.rules.constraints.short_pk import short_pk
from branchline.rules.constraints.too_many_indexes import too_many_indexes
from branchline.rules.constraints.trigger_policy import trigger_policy
from branchline.rules.constraints.unnamed_constraint import unnamed_constraint
from branchline.rules.constraints.using_index_ineligible import using_index_ineligible
from branchline.rules.constraints.wide_index import wide_index

RULES = (
    no_primary_key,
    drop_primary_key,
    short_pk,
    fk_parent_not_unique,
    fk_type_mismatch,
    fk_without_index,
    multiple_fks,
    drop_constraint,
    unnamed_constraint,
    constraint_left_not_valid,
    using_index_ineligible,
    index_dup_column,
    duplicate_index,
    replace_index_order,
    drop_index_backing_fk_or_unique,
    index_on_lob,
    hash_index,
    wide_index,
    too_many_indexes,
    index_in_own_script,
    fk_forbidden,
    partition_policy,
    trigger_policy,
    column_alignment,
)
