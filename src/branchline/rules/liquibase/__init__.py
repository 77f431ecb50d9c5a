"""What Liquibase takes otherwise than it reads, and says nothing about."""

from branchline.rules.liquibase.liquibase_boolean_value import liquibase_boolean_value
from branchline.rules.liquibase.liquibase_case_duplicate import liquibase_case_duplicate
from branchline.rules.liquibase.liquibase_context_without_at import liquibase_context_without_at
from branchline.rules.liquibase.liquibase_directive_in_comment import liquibase_directive_in_comment
from branchline.rules.liquibase.liquibase_empty_last_changeset import liquibase_empty_last_changeset
from branchline.rules.liquibase.liquibase_header_missing import liquibase_header_missing
from branchline.rules.liquibase.liquibase_joined_rollback import liquibase_joined_rollback
from branchline.rules.liquibase.liquibase_licensed_directive import liquibase_licensed_directive
from branchline.rules.liquibase.liquibase_property_redefined import liquibase_property_redefined
from branchline.rules.liquibase.liquibase_repeated_attribute import liquibase_repeated_attribute
from branchline.rules.liquibase.liquibase_split_statements_leak import (
    liquibase_split_statements_leak,
)
from branchline.rules.liquibase.liquibase_text_order import liquibase_text_order
from branchline.rules.liquibase.liquibase_text_outside_changeset import (
    liquibase_text_outside_changeset,
)
from branchline.rules.liquibase.liquibase_unclosed_ignore import liquibase_unclosed_ignore
from branchline.rules.liquibase.liquibase_unknown_attribute import liquibase_unknown_attribute
from branchline.rules.liquibase.liquibase_unknown_dbms import liquibase_unknown_dbms
from branchline.rules.liquibase.liquibase_unread_rollback import liquibase_unread_rollback
from branchline.rules.liquibase.liquibase_unreadable_context import liquibase_unreadable_context
from branchline.rules.liquibase.liquibase_value_cut import liquibase_value_cut

RULES = (
    liquibase_header_missing,
    liquibase_text_outside_changeset,
    liquibase_empty_last_changeset,
    liquibase_unknown_attribute,
    liquibase_boolean_value,
    liquibase_value_cut,
    liquibase_unreadable_context,
    liquibase_unknown_dbms,
    liquibase_repeated_attribute,
    liquibase_unread_rollback,
    liquibase_split_statements_leak,
    liquibase_unclosed_ignore,
    liquibase_joined_rollback,
    liquibase_directive_in_comment,
    liquibase_context_without_at,
    liquibase_property_redefined,
    liquibase_licensed_directive,
    liquibase_case_duplicate,
    liquibase_text_order,
)
