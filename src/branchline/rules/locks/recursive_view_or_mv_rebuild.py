"""Materialized views that are dropped and filled again in one transaction."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateView, DropView
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("recursive-view-or-mv-rebuild", severity=Severity.INFO)
def recursive_view_or_mv_rebuild(statement: Statement) -> Iterator[Problem]:
    """A materialized view is dropped, and nobody reads it until a new one is filled.

    The lock of the drop is held while the new query runs.

    ```sql
    DROP MATERIALIZED VIEW totals;
    CREATE MATERIALIZED VIEW totals AS SELECT shop, sum(total) FROM orders GROUP BY shop; -- finding
    ```

    Fill the new one beside the old, and swap their names.

    ```sql
    CREATE MATERIALIZED VIEW totals_new AS SELECT shop, sum(total) FROM orders GROUP BY shop;
    DROP MATERIALIZED VIEW totals;
    ALTER MATERIALIZED VIEW totals_new RENAME TO totals;
    ```

    Does not fire on a view that the same changeset created, or WITH NO DATA.

    ```sql
    CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;
    DROP MATERIALIZED VIEW totals;
    CREATE MATERIALIZED VIEW totals AS SELECT 2 AS n;
    ```

    ```sql
    DROP MATERIALIZED VIEW totals;
    CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n WITH NO DATA;
    ```

    Known elsewhere as: nothing.
    """
    for create, _ in statement.of(CreateView, dialect="postgres"):
        drops = any(drop.materialized for drop in statement.held_on(DropView, create.view))
        made = any(
            earlier.materialized for earlier in statement.earlier_on(CreateView, create.view)
        )
        if create.materialized and create.with_data and drops and not made:
            view, new = quoted(create.view), f"{create.view.name}_new"
            yield Problem(
                f"nobody reads {create.view} until its query has run again",
                f"fill {quoted(new)} beside it, then DROP MATERIALIZED VIEW {view};"
                f" ALTER MATERIALIZED VIEW {quoted(new)} RENAME TO {quoted(create.view.name)}",
            )
