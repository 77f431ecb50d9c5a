"""Rows and objects that are gone afterwards."""

from branchline.rules.data_loss.charset_narrowing import charset_narrowing
from branchline.rules.data_loss.create_unlogged import create_unlogged
from branchline.rules.data_loss.delete_without_where import delete_without_where
from branchline.rules.data_loss.drop_cascade import drop_cascade
from branchline.rules.data_loss.drop_column import drop_column
from branchline.rules.data_loss.drop_database import drop_database
from branchline.rules.data_loss.drop_extension import drop_extension
from branchline.rules.data_loss.drop_partition import drop_partition
from branchline.rules.data_loss.drop_schema import drop_schema
from branchline.rules.data_loss.drop_system_versioning import drop_system_versioning
from branchline.rules.data_loss.drop_table import drop_table
from branchline.rules.data_loss.enum_set_value_removed import enum_set_value_removed
from branchline.rules.data_loss.insert_overwrite import insert_overwrite
from branchline.rules.data_loss.narrowing_type import narrowing_type
from branchline.rules.data_loss.on_delete_cascade import on_delete_cascade
from branchline.rules.data_loss.sequence_reset import sequence_reset
from branchline.rules.data_loss.set_null_on_not_null import set_null_on_not_null
from branchline.rules.data_loss.set_unlogged import set_unlogged
from branchline.rules.data_loss.trigger_or_audit_removed import trigger_or_audit_removed
from branchline.rules.data_loss.truncate import truncate
from branchline.rules.data_loss.truncate_cascade import truncate_cascade
from branchline.rules.data_loss.update_without_where import update_without_where

RULES = (
    drop_table,
    drop_column,
    drop_schema,
    drop_database,
    drop_partition,
    drop_extension,
    drop_cascade,
    drop_system_versioning,
    truncate,
    truncate_cascade,
    delete_without_where,
    update_without_where,
    insert_overwrite,
    narrowing_type,
    charset_narrowing,
    enum_set_value_removed,
    set_unlogged,
    create_unlogged,
    sequence_reset,
    trigger_or_audit_removed,
    set_null_on_not_null,
    on_delete_cascade,
)
