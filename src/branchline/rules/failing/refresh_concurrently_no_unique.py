"""REFRESH … CONCURRENTLY without the index that it needs."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import RefreshView
from branchline.model.schema import Index
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("refresh-concurrently-no-unique")
def refresh_concurrently_no_unique(statement: Statement) -> Iterator[Problem]:
    """A materialized view without a unique index is refreshed CONCURRENTLY.

    PostgreSQL compares old rows and new ones by a unique index over all of
    them, and refuses without one (SQLSTATE 55000).

    ```sql
    CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;
    CREATE UNIQUE INDEX totals_positive_idx ON totals (id) WHERE total > 0;
    REFRESH MATERIALIZED VIEW CONCURRENTLY totals; -- finding
    ```

    Create one first.

    ```sql
    CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;
    CREATE UNIQUE INDEX totals_id_idx ON totals (id);
    REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
    ```

    Does not fire on a view that the changelog did not make.

    ```sql
    REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
    ```

    Known elsewhere as: nothing.
    """
    for refresh, _ in statement.of(RefreshView, dialect="postgres"):
        key, catalog = statement.name(refresh.view), statement.catalog
        indexes = catalog.indexes_of(key)
        if refresh.concurrently and key in catalog.views and not any(map(_serves, indexes)):
            yield Problem(
                f"{refresh.view} has no unique index over all its rows: CONCURRENTLY fails",
                f"put before it: CREATE UNIQUE INDEX ON {quoted(refresh.view)} (...)",
            )


def _serves(index: Index) -> bool:
    return index.unique and index.where is None and all(key.column for key in index.keys)
