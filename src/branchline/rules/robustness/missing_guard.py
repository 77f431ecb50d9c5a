"""Statements that stop a second run, though the grammar has a guard for them."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Operation
from branchline.model.operations.objects import CreateIndex
from branchline.model.operations.session import RunBlock
from branchline.model.operations.tables import CreateTable, DropTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.changes import changes_rows, changes_schema
from branchline.rules.repeats import guard_of, is_cleared, is_guarded
from branchline.rules.spelling import quoted
from branchline.rules.subjects import subject


@rule("missing-guard", severity=Severity.WARNING)
def missing_guard(statement: Statement) -> Iterator[Problem]:
    """Outside a transaction something is made or dropped without IF [NOT] EXISTS.

    When a later statement fails, this one stays, and the changeset is run
    again from its start. There it stops at what it did itself.

    ```sql
    -- changeset 0002_region no-transaction
    ALTER TABLE orders ADD COLUMN region text; -- finding
    CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region); -- finding
    ```

    Say IF NOT EXISTS, IF EXISTS or OR REPLACE. An index that is built
    CONCURRENTLY is dropped first instead: what a failure left of it is there,
    and not valid.

    ```sql
    -- changeset 0002_region no-transaction
    ALTER TABLE orders ADD COLUMN IF NOT EXISTS region text;
    DROP INDEX CONCURRENTLY IF EXISTS orders_region_idx;
    CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region);
    ```

    Does not fire in a transaction, in a changeset of one statement, on
    temporary tables, after a DROP … IF EXISTS of the same thing, or where the
    grammar has no guard.

    ```sql
    ALTER TABLE orders ADD COLUMN region text;
    CREATE INDEX orders_region_idx ON orders (region);
    ```

    ```sql
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region);
    ```

    Known elsewhere as: squawk prefer-robust-stmts, diesel-guard Idempotency
    checks, pgfence prefer-robust-stmts, bytebase.
    """
    if statement.in_transaction or statement.of(RunBlock):
        return
    for operation in statement.operations:
        guard = guard_of(operation, statement.engine)
        if guard and not _is_fine(statement, operation) and not _is_alone(statement):
            yield Problem(
                f"{subject(operation)} has no {guard}:"
                " when a later statement fails, a second run stops here",
                _way_out(operation, guard),
            )


def _is_alone(statement: Statement) -> bool:
    """Whether nothing else in the unit changes anything."""
    return not any(
        changes_schema(operation) or changes_rows(operation)
        for position, operations in enumerate(statement.unit.operations)
        if position != statement.position
        for operation in operations
    )


def _is_fine(statement: Statement, operation: Operation) -> bool:
    temporary = isinstance(operation, CreateTable) and operation.temporary
    private = isinstance(operation, DropTable) and statement.is_private(operation.table)
    return temporary or private or is_guarded(operation) or is_cleared(statement, operation)


def _way_out(operation: Operation, guard: str) -> str:
    if isinstance(operation, CreateIndex) and operation.concurrently and operation.name:
        return f"put before it: DROP INDEX CONCURRENTLY IF EXISTS {quoted(operation.name)}"
    return f"say {guard}"
