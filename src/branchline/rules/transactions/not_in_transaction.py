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
    ALTER SYSTEM, REINDEX of a schema or database, CLUSTER of all tables, and before
    PostgreSQL 12 ALTER TYPE … ADD VALUE.

    ```sql
    VACUUM orders; -- finding
    ALTER SYSTEM SET work_mem = '64MB'; -- finding
    ```

    ```sql postgres 11
    ALTER TYPE state ADD VALUE 'lost'; -- finding
    ```

    ```sql sqlite
    VACUUM; -- finding
    ```

    Give it a changeset of its own that runs without a transaction.

    Does not fire outside a transaction, or on CONCURRENTLY, of which
    `concurrent-in-transaction` speaks. MySQL, MariaDB and Oracle refuse nothing
    here: they end the transaction by themselves.

    ```sql
    -- changeset 0002_vacuum no-transaction
    VACUUM orders;
    ```

    ```sql mariadb
    ALTER TABLE orders ADD COLUMN note text;
    ```

    ```sql
    TRUNCATE orders;
    ALTER TYPE status ADD VALUE 'lost';
    ```

    Known elsewhere as: atlas PG103, diesel-guard, bytebase
    STATEMENT_NON_TRANSACTIONAL, pgfence alter-enum-add-value, enum-add-value-old.
    """
    if statement.engine.dialect in _END_IT or not statement.in_transaction:
        return
    for operation, effect in statement:
        if not effect.transactional and not is_concurrent(operation):
            yield Problem(
                f"{operation.kind().replace('-', ' ')} cannot run in a transaction,"
                " and one is open here: it fails",
                OUTSIDE,
            )


_END_IT = frozenset({"mysql", "mariadb", "oracle"})
