"""Who may do what, as whom, and what everybody can read."""

from branchline.rules.security.any_grant_revoke import any_grant_revoke
from branchline.rules.security.default_privileges import default_privileges
from branchline.rules.security.definer_no_search_path import definer_no_search_path
from branchline.rules.security.definer_user import definer_user
from branchline.rules.security.definer_view import definer_view
from branchline.rules.security.dynamic_sql_injection import dynamic_sql_injection
from branchline.rules.security.extension_or_language import extension_or_language
from branchline.rules.security.forbidden_call import forbidden_call
from branchline.rules.security.function_execute_public import function_execute_public
from branchline.rules.security.grant_all import grant_all
from branchline.rules.security.grant_option import grant_option
from branchline.rules.security.grant_public import grant_public
from branchline.rules.security.instance_ddl import instance_ddl
from branchline.rules.security.os_or_network_access import os_or_network_access
from branchline.rules.security.owner_change import owner_change
from branchline.rules.security.password_literal import password_literal
from branchline.rules.security.policy_always_true import policy_always_true
from branchline.rules.security.policy_without_rls import policy_without_rls
from branchline.rules.security.powerful_role import powerful_role
from branchline.rules.security.rls_off import rls_off
from branchline.rules.security.role_ddl import role_ddl
from branchline.rules.security.sensitive_column import sensitive_column
from branchline.rules.security.server_config import server_config
from branchline.rules.security.system_catalog import system_catalog

RULES = (
    password_literal,
    grant_public,
    grant_all,
    grant_option,
    powerful_role,
    role_ddl,
    instance_ddl,
    definer_no_search_path,
    function_execute_public,
    definer_view,
    definer_user,
    rls_off,
    policy_without_rls,
    policy_always_true,
    os_or_network_access,
    forbidden_call,
    system_catalog,
    extension_or_language,
    server_config,
    dynamic_sql_injection,
    default_privileges,
    owner_change,
    any_grant_revoke,
    sensitive_column,
)
