"""UPDATE that changes every row.

Filling a column that the same changeset added overwrites nothing; what it
costs is the business of `backfill-in-migration`.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Update
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("update-without-where", severity=Severity.WARNING)
def update_without_where(statement: Statement) -> Iterator[Problem]:
    """UPDATE has no condition, or one that every row meets.

    What the columns held before is gone in every row, and every row stays
    locked until the transaction ends.

    ```sql
    UPDATE orders SET status = 'open'; -- finding
    UPDATE orders SET status = 'open' WHERE true; -- finding
    ```

    Say which rows, and change many of them in batches by key.

    Does not fire on a table that nobody else can see, when it sets only columns
    that the same changeset added (`backfill-in-migration` does), when LIMIT or
    a join chooses the rows, or in a rollback.

    ```sql
    UPDATE orders SET status = 'open' WHERE status IS NULL;
    ALTER TABLE orders ADD COLUMN region text;
    UPDATE orders SET region = 'eu';
    ```

    Known elsewhere as: bytebase STATEMENT_WHERE_REQUIRE_UPDATE_DELETE,
    diesel-guard MutationWithoutWhere, pgfence update-in-migration, Flyway RG09.
    """
    for update, _ in statement.of(Update, part=Part.UP):
        if (
            statement.takes_all_rows(update)
            and not statement.is_own(update.table)
            and not statement.sets_new_columns(update)
        ):
            yield Problem(
                f"sets {', '.join(update.columns) or 'columns'} in every row of {update.table}",
                "add a WHERE that says which rows, and change many of them in batches",
            )
