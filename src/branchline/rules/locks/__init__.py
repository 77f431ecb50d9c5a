"""PostgreSQL at work on a table that others use: who waits, and how long."""

from branchline.rules.locks.add_check_valid import add_check_valid
from branchline.rules.locks.add_column_autonumber import add_column_autonumber
from branchline.rules.locks.add_column_inline_unique import add_column_inline_unique
from branchline.rules.locks.add_column_stored_generated import add_column_stored_generated
from branchline.rules.locks.add_column_volatile_default import add_column_volatile_default
from branchline.rules.locks.add_fk_valid import add_fk_valid
from branchline.rules.locks.add_primary_key import add_primary_key
from branchline.rules.locks.add_unique_constraint import add_unique_constraint
from branchline.rules.locks.alter_type_rewrite import alter_type_rewrite
from branchline.rules.locks.backfill_in_migration import backfill_in_migration
from branchline.rules.locks.drop_index_not_concurrent import drop_index_not_concurrent
from branchline.rules.locks.index_not_concurrent import index_not_concurrent
from branchline.rules.locks.missing_lock_timeout import missing_lock_timeout
from branchline.rules.locks.reindex_not_concurrent import reindex_not_concurrent
from branchline.rules.locks.set_not_null import set_not_null
from branchline.rules.locks.vacuum_full_cluster import vacuum_full_cluster
from branchline.rules.locks.validate_same_tx import validate_same_tx

RULES = (
    index_not_concurrent,
    drop_index_not_concurrent,
    reindex_not_concurrent,
    add_column_volatile_default,
    add_column_autonumber,
    add_column_stored_generated,
    add_column_inline_unique,
    set_not_null,
    add_check_valid,
    add_fk_valid,
    add_unique_constraint,
    add_primary_key,
    alter_type_rewrite,
    vacuum_full_cluster,
    missing_lock_timeout,
    validate_same_tx,
    backfill_in_migration,
)
