"""Statements that may run for ever while they lock a table."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.effects import Lock
from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.runs import halves
from branchline.rules.locks.timeouts import is_limit
from branchline.rules.sentences import listing


@rule("missing-statement-timeout", severity=Severity.WARNING)
def missing_statement_timeout(
    changeset: ChangeSet, *, settings: tuple[str, ...] = ("statement_timeout",)
) -> Iterator[Problem]:
    """A statement that locks a table runs without a limit of time.

    Whoever waits for the table waits as long as it takes.

    ```sql
    ALTER TABLE orders ADD COLUMN note text; -- finding
    ```

    Set a `statement_timeout` that ends it while waiting still can be borne.

    ```sql
    SET statement_timeout = '1min';
    ALTER TABLE orders ADD COLUMN note text;
    ```

    No bundle enables it: most set it for the role that deploys. `settings`
    names what has to be set; `transaction_timeout` and
    `idle_in_transaction_session_timeout` are others that some ask for. Does not
    fire where no table that others can see is locked against writes, or where
    the project sets its timeouts elsewhere.

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: squawk require-statement-timeout, pgfence
    missing-statement-timeout, bytebase STATEMENT_MAX_EXECUTION_TIME.
    """
    for half in halves(changeset):
        for statement in half:
            missing = [name for name in settings if not _is_set(statement, name)]
            tables = [key for key, lock in statement.effect.locks if lock >= Lock.SHARE]
            if missing and tables and not statement.unit.managed_timeouts:
                local = "LOCAL " if statement.in_transaction else ""
                yield Problem(
                    f"locks {tables[0]} without {listing(missing)}",
                    f"put before it: SET {local}{missing[0]} = '1min'",
                    statement.place,
                )
                break


def _is_set(statement: Statement, name: str) -> bool:
    setting = statement.situation.setting(name)
    return bool(setting) if not name.endswith("_timeout") else is_limit(setting)
