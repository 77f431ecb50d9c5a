"""PostgreSQL at work on a table that others use: who waits, and how long."""

from branchline.rules.locks.add_check_valid import add_check_valid
from branchline.rules.locks.add_column_autonumber import add_column_autonumber
from branchline.rules.locks.add_column_constrained_domain import add_column_constrained_domain
from branchline.rules.locks.add_column_inline_check import add_column_inline_check
from branchline.rules.locks.add_column_inline_fk import add_column_inline_fk
from branchline.rules.locks.add_column_inline_unique import add_column_inline_unique
from branchline.rules.locks.add_column_stored_generated import add_column_stored_generated
from branchline.rules.locks.add_column_volatile_default import add_column_volatile_default
from branchline.rules.locks.add_exclusion import add_exclusion
from branchline.rules.locks.add_fk_valid import add_fk_valid
from branchline.rules.locks.add_not_null_constraint import add_not_null_constraint
from branchline.rules.locks.add_primary_key import add_primary_key
from branchline.rules.locks.add_unique_constraint import add_unique_constraint
from branchline.rules.locks.alter_domain_constraint import alter_domain_constraint
from branchline.rules.locks.alter_type_reindex import alter_type_reindex
from branchline.rules.locks.alter_type_rewrite import alter_type_rewrite
from branchline.rules.locks.alter_type_with_check import alter_type_with_check
from branchline.rules.locks.attach_partition_unproven import attach_partition_unproven
from branchline.rules.locks.backfill_in_migration import backfill_in_migration
from branchline.rules.locks.bad_timeout import bad_timeout
from branchline.rules.locks.cic_data_corruption import cic_data_corruption
from branchline.rules.locks.create_partition_of import create_partition_of
from branchline.rules.locks.create_table_fk_locks_parent import create_table_fk_locks_parent
from branchline.rules.locks.ctas_or_insert_select_big import ctas_or_insert_select_big
from branchline.rules.locks.detach_partition import detach_partition
from branchline.rules.locks.drop_index_not_concurrent import drop_index_not_concurrent
from branchline.rules.locks.explicit_lock_table import explicit_lock_table
from branchline.rules.locks.fk_drop_locks_parent import fk_drop_locks_parent
from branchline.rules.locks.index_not_concurrent import index_not_concurrent
from branchline.rules.locks.merge_alter_table import merge_alter_table
from branchline.rules.locks.missing_lock_timeout import missing_lock_timeout
from branchline.rules.locks.missing_statement_timeout import missing_statement_timeout
from branchline.rules.locks.pk_index_nullable import pk_index_nullable
from branchline.rules.locks.recursive_view_or_mv_rebuild import recursive_view_or_mv_rebuild
from branchline.rules.locks.refresh_matview_blocking import refresh_matview_blocking
from branchline.rules.locks.reindex_not_concurrent import reindex_not_concurrent
from branchline.rules.locks.set_not_null import set_not_null
from branchline.rules.locks.statement_after_ael import statement_after_ael
from branchline.rules.locks.table_rewrite_option import table_rewrite_option
from branchline.rules.locks.trigger_ddl import trigger_ddl
from branchline.rules.locks.vacuum_full_cluster import vacuum_full_cluster
from branchline.rules.locks.validate_same_tx import validate_same_tx
from branchline.rules.locks.validate_under_lock import validate_under_lock
from branchline.rules.locks.wide_lock_window import wide_lock_window

RULES = (
    index_not_concurrent,
    drop_index_not_concurrent,
    reindex_not_concurrent,
    refresh_matview_blocking,
    recursive_view_or_mv_rebuild,
    add_column_volatile_default,
    add_column_autonumber,
    add_column_stored_generated,
    add_column_constrained_domain,
    add_column_inline_unique,
    add_column_inline_check,
    add_column_inline_fk,
    set_not_null,
    add_not_null_constraint,
    add_check_valid,
    add_fk_valid,
    add_unique_constraint,
    add_primary_key,
    pk_index_nullable,
    add_exclusion,
    alter_type_rewrite,
    alter_type_reindex,
    alter_type_with_check,
    alter_domain_constraint,
    table_rewrite_option,
    vacuum_full_cluster,
    attach_partition_unproven,
    detach_partition,
    create_partition_of,
    fk_drop_locks_parent,
    create_table_fk_locks_parent,
    trigger_ddl,
    explicit_lock_table,
    missing_lock_timeout,
    missing_statement_timeout,
    bad_timeout,
    wide_lock_window,
    statement_after_ael,
    merge_alter_table,
    validate_same_tx,
    validate_under_lock,
    backfill_in_migration,
    ctas_or_insert_select_big,
    cic_data_corruption,
)
