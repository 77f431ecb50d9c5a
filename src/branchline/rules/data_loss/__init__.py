"""Rows and objects that are gone afterwards."""

from branchline.rules.data_loss.delete_without_where import delete_without_where
from branchline.rules.data_loss.drop_column import drop_column
from branchline.rules.data_loss.drop_database import drop_database
from branchline.rules.data_loss.drop_schema import drop_schema
from branchline.rules.data_loss.drop_table import drop_table
from branchline.rules.data_loss.truncate import truncate
from branchline.rules.data_loss.truncate_cascade import truncate_cascade
from branchline.rules.data_loss.update_without_where import update_without_where

RULES = (
    drop_table,
    drop_column,
    drop_schema,
    drop_database,
    truncate,
    truncate_cascade,
    delete_without_where,
    update_without_where,
)
