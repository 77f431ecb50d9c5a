"""Who opens a transaction, who ends it, and what may not run inside."""

from branchline.rules.transactions.concurrent_in_transaction import concurrent_in_transaction
from branchline.rules.transactions.nested_begin import nested_begin
from branchline.rules.transactions.not_in_transaction import not_in_transaction
from branchline.rules.transactions.stray_commit import stray_commit
from branchline.rules.transactions.uncommitted import uncommitted

RULES = (
    concurrent_in_transaction,
    not_in_transaction,
    nested_begin,
    stray_commit,
    uncommitted,
)
