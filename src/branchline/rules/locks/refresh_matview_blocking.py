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

    Does not fire on a view that the same changeset created.

    ```sql
    CREATE MATERIALIZED VIEW totals AS SELECT shop, sum(total) FROM orders GROUP BY shop
      WITH NO DATA;
    REFRESH MATERIALIZED VIEW totals;
    ```

    Known elsewhere as: diesel-guard RefreshMatViewCheck, pgfence
    refresh-materialized-view.
    """
    for refresh, _ in statement.of(RefreshView, dialect="postgres"):
        if not refresh.concurrently and not statement.is_private(refresh.view):
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
