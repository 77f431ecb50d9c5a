"""Materialized views that nobody reads while they are filled.

CONCURRENTLY needs a unique index over plain columns, without a condition: the
hint says so where the changelog has none.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import RefreshView
from branchline.model.schema import Index
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("refresh-matview-blocking", severity=Severity.WARNING)
def refresh_matview_blocking(statement: Statement) -> Iterator[Problem]:
    """REFRESH MATERIALIZED VIEW without CONCURRENTLY stops everyone who reads it.

    ```sql
    REFRESH MATERIALIZED VIEW totals; -- finding
    ```

    Refresh it CONCURRENTLY; it needs a unique index for that.

    ```sql
    REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
    ```

    Does not fire on a view that the same changeset created, or that holds no
    rows yet: nobody can read it, and CONCURRENTLY would be refused.

    ```sql
    CREATE MATERIALIZED VIEW totals AS SELECT shop, sum(total) FROM orders GROUP BY shop
      WITH NO DATA;
    REFRESH MATERIALIZED VIEW totals;
    ```

    ```sql
    -- changeset 0001_view
    CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n WITH NO DATA;
    -- changeset 0002_fill
    REFRESH MATERIALIZED VIEW totals;
    -- changeset 0003_again
    REFRESH MATERIALIZED VIEW totals; -- finding
    ```

    Known elsewhere as: diesel-guard RefreshMatViewCheck, pgfence
    refresh-materialized-view.
    """
    for refresh, _ in statement.of(RefreshView, dialect="postgres"):
        known = statement.catalog.views.get(statement.name(refresh.view))
        empty = known is not None and not known.filled
        if not (refresh.concurrently or empty or statement.is_private(refresh.view)):
            view = quoted(refresh.view)
            until = "is filled" if refresh.with_data else "is filled again by another REFRESH"
            indexes = statement.catalog.indexes_of(statement.name(refresh.view))
            first = (
                ""
                if any(map(_serves, indexes))
                else f"CREATE UNIQUE INDEX ON {view} (...) once, and then "
            )
            yield Problem(
                f"nobody reads {refresh.view} until it {until}",
                f"{first}REFRESH MATERIALIZED VIEW CONCURRENTLY {view}",
            )


def _serves(index: Index) -> bool:
    return index.unique and index.where is None and all(key.column for key in index.keys)
