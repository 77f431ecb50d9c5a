"""What new things are called, and of what types they are."""

from branchline.rules.names.char_type import char_type
from branchline.rules.names.column_count import column_count
from branchline.rules.names.comment_required import comment_required
from branchline.rules.names.default_required import default_required
from branchline.rules.names.disallowed_objects import disallowed_objects
from branchline.rules.names.disallowed_types import disallowed_types
from branchline.rules.names.domain_constraint import domain_constraint
from branchline.rules.names.enum_order import enum_order
from branchline.rules.names.enum_type import enum_type
from branchline.rules.names.file_name import file_name
from branchline.rules.names.float_money import float_money
from branchline.rules.names.int_column import int_column
from branchline.rules.names.mixed_case_quoted import mixed_case_quoted
from branchline.rules.names.money_type import money_type
from branchline.rules.names.name_length import name_length
from branchline.rules.names.naming_convention import naming_convention
from branchline.rules.names.nullable_column import nullable_column
from branchline.rules.names.required_columns import required_columns
from branchline.rules.names.reserved_word import reserved_word
from branchline.rules.names.serial_type import serial_type
from branchline.rules.names.smallint_column import smallint_column
from branchline.rules.names.time_types import time_types
from branchline.rules.names.timestamp_without_tz import timestamp_without_tz
from branchline.rules.names.varchar_n import varchar_n

RULES = (
    reserved_word,
    mixed_case_quoted,
    timestamp_without_tz,
    char_type,
    serial_type,
    float_money,
    money_type,
    enum_order,
    domain_constraint,
    naming_convention,
    name_length,
    varchar_n,
    int_column,
    smallint_column,
    enum_type,
    time_types,
    disallowed_types,
    disallowed_objects,
    required_columns,
    nullable_column,
    default_required,
    comment_required,
    column_count,
    file_name,
)
