"""Statements that only set something for those that follow."""

from branchline.model.operations.session import (
    Begin,
    Commit,
    Rollback,
    Savepoint,
    SetVariable,
)
from branchline.model.statement import Statement
from branchline.rules.locks.timeouts import is_limit

_TIMEOUTS = frozenset({"lock_timeout", "statement_timeout"})


def is_setting(statement: Statement) -> bool:
    """Whether a statement does nothing but SET and RESET."""
    found = statement.operations
    return bool(found) and all(isinstance(each, SetVariable) for each in found)


def is_timeout(statement: Statement) -> bool:
    """Whether it sets nothing but how long to wait for a lock, or for a statement."""
    return is_setting(statement) and all(
        isinstance(each, SetVariable) and each.name.lower() in _TIMEOUTS
        for each in statement.operations
    )


def is_short(statement: Statement) -> bool:
    """Whether it limits a wait: what is built CONCURRENTLY has to wait its time."""
    return is_timeout(statement) and any(
        isinstance(each, SetVariable) and is_limit(each.value) for each in statement.operations
    )


def is_local(statement: Statement) -> bool:
    """Whether a setting ends with its transaction."""
    return any(
        isinstance(each, SetVariable) and each.scope == "local" for each in statement.operations
    )


def has_own_transactions(statements: tuple[Statement, ...]) -> bool:
    """Whether some begin or end a transaction themselves, or cannot be understood."""
    return any(
        statement.error or any(isinstance(each, _ENDS) for each in statement.operations)
        for statement in statements
    )


_ENDS = (Begin, Commit, Rollback, Savepoint)
