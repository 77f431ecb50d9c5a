"""Who opens a transaction, who ends it, and what may not run inside."""

from branchline.rules.transactions.concurrent_in_transaction import concurrent_in_transaction
from branchline.rules.transactions.ddl_dml_mix import ddl_dml_mix
from branchline.rules.transactions.enum_value_used_same_tx import enum_value_used_same_tx
from branchline.rules.transactions.implicit_commit import implicit_commit
from branchline.rules.transactions.mixed_tx_modes import mixed_tx_modes
from branchline.rules.transactions.multi_ddl_nontransactional import multi_ddl_nontransactional
from branchline.rules.transactions.nested_begin import nested_begin
from branchline.rules.transactions.not_in_transaction import not_in_transaction
from branchline.rules.transactions.notx_multi_statement import notx_multi_statement
from branchline.rules.transactions.run_in_transaction_attr import run_in_transaction_attr
from branchline.rules.transactions.session_state_leak import session_state_leak
from branchline.rules.transactions.set_local_outside_tx import set_local_outside_tx
from branchline.rules.transactions.set_role_first import set_role_first
from branchline.rules.transactions.size_limits import size_limits
from branchline.rules.transactions.stray_commit import stray_commit
from branchline.rules.transactions.uncommitted import uncommitted

RULES = (
    concurrent_in_transaction,
    not_in_transaction,
    nested_begin,
    stray_commit,
    uncommitted,
    mixed_tx_modes,
    notx_multi_statement,
    run_in_transaction_attr,
    ddl_dml_mix,
    multi_ddl_nontransactional,
    implicit_commit,
    enum_value_used_same_tx,
    set_local_outside_tx,
    session_state_leak,
    set_role_first,
    size_limits,
)
