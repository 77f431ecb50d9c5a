"""What SQL Server and Oracle do while others wait, and what they keep in silence."""

from branchline.rules.tsql_oracle.add_notnull_default import add_notnull_default
from branchline.rules.tsql_oracle.alter_column_size_of_data import alter_column_size_of_data
from branchline.rules.tsql_oracle.batch_rules import batch_rules
from branchline.rules.tsql_oracle.constraint_untrusted import constraint_untrusted
from branchline.rules.tsql_oracle.constraint_validate import constraint_validate
from branchline.rules.tsql_oracle.ddl_autocommit import ddl_autocommit
from branchline.rules.tsql_oracle.drop_column_online import drop_column_online
from branchline.rules.tsql_oracle.index_not_online import index_not_online
from branchline.rules.tsql_oracle.missing_ddl_lock_timeout import missing_ddl_lock_timeout
from branchline.rules.tsql_oracle.missing_slash import missing_slash
from branchline.rules.tsql_oracle.partition_ddl_indexes import partition_ddl_indexes
from branchline.rules.tsql_oracle.set_options import set_options
from branchline.rules.tsql_oracle.xact_abort import xact_abort

RULES = (
    index_not_online,
    alter_column_size_of_data,
    add_notnull_default,
    constraint_untrusted,
    xact_abort,
    set_options,
    constraint_validate,
    drop_column_online,
    ddl_autocommit,
    missing_ddl_lock_timeout,
    partition_ddl_indexes,
    batch_rules,
    missing_slash,
)
