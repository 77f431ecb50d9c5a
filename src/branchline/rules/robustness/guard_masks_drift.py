"""Guards that hide a database which is not what the changelog says."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet, Kind
from branchline.model.finding import Problem, Severity
from branchline.model.operations import Operation
from branchline.model.operations.session import RunBlock
from branchline.model.operations.tables import CreateTable, DropTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.subjects import subject


@rule("guard-masks-drift", severity=Severity.WARNING)
def guard_masks_drift(changeset: ChangeSet) -> Iterator[Problem]:
    """IF [NOT] EXISTS stands in a changeset that runs once, in a transaction.

    There it can only mean that nobody knows what the database looks like. When
    somebody made the table by hand, with other columns, the changeset passes
    and the next one fails. No bundle asks for this; `missing-guard` says where
    a guard is of use.

    ```sql
    CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY); -- finding
    DROP INDEX IF EXISTS orders_total_idx; -- finding
    ```

    Take it out: a changeset that fails says what is wrong.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    DROP INDEX orders_total_idx;
    ```

    Does not fire without a transaction, on temporary tables, in a rollback, or
    in what runs again and again.

    ```sql
    -- changeset 0002_index no-transaction
    DROP INDEX CONCURRENTLY IF EXISTS orders_total_idx;
    CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total);
    ```

    Known elsewhere as: nothing.
    """
    if changeset.entry.kind is not Kind.VERSIONED:
        return
    for statement in changeset.statements:
        if statement.in_transaction and not statement.of(RunBlock):
            for operation in statement.operations:
                if _masks(statement, operation):
                    yield Problem(
                        f"IF [NOT] EXISTS hides it when {subject(operation)}"
                        " is not what the changelog says",
                        "take it out: a changeset that fails says what is wrong",
                        statement.place,
                    )


def _masks(statement: Statement, operation: Operation) -> bool:
    if isinstance(operation, CreateTable) and operation.temporary:
        return False
    if isinstance(operation, DropTable) and statement.is_private(operation.table):
        return False
    return any(getattr(operation, guard, False) for guard in ("if_exists", "if_not_exists"))
