"""Commands that no transaction may hold."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.transactions.concurrent_in_transaction import OUTSIDE, is_concurrent


@rule("not-in-transaction")
def not_in_transaction(statement: Statement) -> Iterator[Problem]:
    """A command stands in a transaction that the server runs only outside one.

    It fails when it is applied: VACUUM, CREATE and DROP DATABASE or TABLESPACE,
    ALTER SYSTEM, REINDEX of a schema or database, CLUSTER of all tables.

    ```sql
    VACUUM orders; -- finding
    ALTER SYSTEM SET work_mem = '64MB'; -- finding
    ```

    ```sql sqlite
    VACUUM; -- finding
    ```

    Give it a changeset of its own that runs without a transaction.

    Does not fire outside a transaction, or on CONCURRENTLY, of which
    `concurrent-in-transaction` speaks.

    ```sql
    -- changeset 0002_vacuum no-transaction
    VACUUM orders;
    ```

    ```sql
    TRUNCATE orders;
    ALTER TYPE status ADD VALUE 'lost';
    ```

    Known elsewhere as: atlas PG103, diesel-guard, bytebase
    STATEMENT_NON_TRANSACTIONAL.
    """
    for operation, effect in statement:
        if statement.in_transaction and not effect.transactional and not is_concurrent(operation):
            yield Problem(
                f"{operation.kind().replace('-', ' ')} cannot run in a transaction,"
                " and one is open here: it fails",
                OUTSIDE,
            )
