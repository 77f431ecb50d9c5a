"""IF NOT EXISTS that takes a broken index for a good one."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateIndex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.repeats import is_cleared
from branchline.rules.spelling import quoted


@rule("cic-if-not-exists-masks-invalid", severity=Severity.WARNING)
def cic_if_not_exists_masks_invalid(statement: Statement) -> Iterator[Problem]:
    """An index is created CONCURRENTLY IF NOT EXISTS.

    When the build fails, an index that is not valid stays: it costs every write
    and serves no query. The second run finds its name, and reports success.

    ```sql
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_total_idx ON orders (total); -- finding
    ```

    Drop what may be left of it first.

    ```sql
    -- changeset 0002_index no-transaction
    DROP INDEX CONCURRENTLY IF EXISTS orders_total_idx;
    CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_total_idx ON orders (total);
    ```

    Does not fire without CONCURRENTLY: there a failure leaves nothing.

    ```sql
    CREATE INDEX IF NOT EXISTS orders_total_idx ON orders (total);
    ```

    Known elsewhere as: strong_migrations remove_invalid_indexes.
    """
    for create, _ in statement.of(CreateIndex, dialect="postgres"):
        if create.concurrently and create.if_not_exists and not is_cleared(statement, create):
            yield Problem(
                f"IF NOT EXISTS takes {create.name} for done when a failed build left it invalid",
                f"put before it: DROP INDEX CONCURRENTLY IF EXISTS {quoted(create.name)}",
            )
