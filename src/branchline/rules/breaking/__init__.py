"""Changes that the running application cannot follow."""

from branchline.rules.breaking.add_column_shape import add_column_shape
from branchline.rules.breaking.composite_attribute import composite_attribute
from branchline.rules.breaking.drop_default import drop_default
from branchline.rules.breaking.drop_function import drop_function
from branchline.rules.breaking.drop_not_null import drop_not_null
from branchline.rules.breaking.drop_type import drop_type
from branchline.rules.breaking.drop_view import drop_view
from branchline.rules.breaking.enum_add_value_consumers import enum_add_value_consumers
from branchline.rules.breaking.extension_update import extension_update
from branchline.rules.breaking.function_signature import function_signature
from branchline.rules.breaking.identity_generated_change import identity_generated_change
from branchline.rules.breaking.insert_without_columns import insert_without_columns
from branchline.rules.breaking.json_column import json_column
from branchline.rules.breaking.new_write_restriction import new_write_restriction
from branchline.rules.breaking.rename_column import rename_column
from branchline.rules.breaking.rename_enum_value import rename_enum_value
from branchline.rules.breaking.rename_object import rename_object
from branchline.rules.breaking.rename_schema import rename_schema
from branchline.rules.breaking.rename_table import rename_table
from branchline.rules.breaking.rename_table_part import rename_table_part
from branchline.rules.breaking.replication_shape import replication_shape
from branchline.rules.breaking.required_column import required_column
from branchline.rules.breaking.revoke import revoke
from branchline.rules.breaking.rls_change import rls_change
from branchline.rules.breaking.select_star import select_star
from branchline.rules.breaking.set_default_change import set_default_change
from branchline.rules.breaking.set_schema import set_schema
from branchline.rules.breaking.sti_inheritance_column import sti_inheritance_column
from branchline.rules.breaking.type_change_clients import type_change_clients
from branchline.rules.breaking.view_columns import view_columns

RULES = (
    rename_table,
    rename_column,
    rename_schema,
    rename_object,
    rename_table_part,
    rename_enum_value,
    set_schema,
    drop_view,
    drop_function,
    drop_type,
    drop_not_null,
    drop_default,
    required_column,
    function_signature,
    view_columns,
    type_change_clients,
    composite_attribute,
    json_column,
    identity_generated_change,
    rls_change,
    insert_without_columns,
    select_star,
    new_write_restriction,
    revoke,
    extension_update,
    replication_shape,
    set_default_change,
    add_column_shape,
    enum_add_value_consumers,
    sti_inheritance_column,
)
