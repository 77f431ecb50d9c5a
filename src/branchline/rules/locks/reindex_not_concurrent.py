"""Indexes that are rebuilt while writers wait."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import Reindex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("reindex-not-concurrent")
def reindex_not_concurrent(statement: Statement) -> Iterator[Problem]:
    """REINDEX without CONCURRENTLY stops writes, and reads that use the index.

    ```sql
    -- changeset 0002_reindex no-transaction
    REINDEX TABLE orders; -- finding
    REINDEX INDEX orders_customer_idx; -- finding
    REINDEX SCHEMA shop; -- finding
    ```

    Rebuild CONCURRENTLY, in a changeset without a transaction.

    ```sql
    -- changeset 0002_reindex no-transaction
    REINDEX TABLE CONCURRENTLY orders;
    REINDEX (CONCURRENTLY) INDEX orders_customer_idx;
    ```

    Does not fire on REINDEX SYSTEM and before PostgreSQL 12, where there is no
    other way, or on a table that nobody else can see.

    ```sql postgres 11
    REINDEX TABLE orders;
    ```

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    REINDEX TABLE orders;
    ```

    Known elsewhere as: squawk require-concurrent-reindex,
    django-migration-linter REINDEX, pgfence reindex.
    """
    first = (12,)
    for reindex, _ in statement.of(Reindex, dialect="postgres"):
        possible = reindex.scope != "system" and (statement.engine.version or first) >= first
        private = reindex.scope in {"table", "index"} and statement.is_private(reindex.target)
        if possible and not reindex.concurrently and not private:
            yield Problem(
                f"writes wait while {reindex.scope} {reindex.target} is reindexed",
                "in a changeset without a transaction:"
                f" REINDEX {reindex.scope.upper()} CONCURRENTLY {quoted(reindex.target)}",
            )
