"""Changesets that give up their transaction for nothing."""

from collections.abc import Iterator, Sequence

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AddEnumValue
from branchline.model.operations.session import (
    Begin,
    Delete,
    Insert,
    Merge,
    RunBlock,
    Select,
    Update,
)
from branchline.model.operations.tables import ValidateConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.transactions.steps import steps


@rule("run-in-transaction-attr", severity=Severity.INFO)
def run_in_transaction_attr(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset asks for no transaction, and nothing in it needs that.

    When a statement in the middle fails, those above stay. With a transaction
    the server would take them back.

    ```sql
    -- changeset 0002_orders no-transaction -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN order_id bigint;
    ```

    Take the line out that asks for it.

    ```sql
    -- changeset 0002_orders
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN order_id bigint;
    ```

    Does not fire on a single statement, when something cannot run in a
    transaction, when the changeset opens its own, or when it changes rows,
    validates or runs code: such steps have reasons to commit one by one.

    ```sql
    -- changeset 0002_index no-transaction
    ALTER TABLE orders ADD COLUMN IF NOT EXISTS region text;
    CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region);
    -- changeset 0003_fill no-transaction
    UPDATE orders SET region = 'eu' WHERE id < 1000;
    UPDATE orders SET region = 'eu' WHERE id >= 1000;
    -- changeset 0004_check no-transaction
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
    ```

    Known elsewhere as: Liquibase CheckRunInTransactionValue.
    """
    if changeset.transaction or any(not s.effect.transactional for s in changeset.undo):
        return
    if not _has_reason(changeset.statements) and len([*steps(changeset.statements)]) > 1:
        yield Problem(
            f"{changeset.change} runs without a transaction, and nothing in it needs that",
            "take the line out that asks for it, and a failure takes everything back",
        )


def _has_reason(statements: Sequence[Statement]) -> bool:
    return any(
        statement.error
        or statement.engine.dialect != "postgres"
        or not statement.effect.transactional
        or any(isinstance(operation, _REASONS) for operation in statement.operations)
        for statement in statements
    )


_REASONS = (
    AddEnumValue,
    Begin,
    Delete,
    Insert,
    Merge,
    RunBlock,
    Select,
    Update,
    ValidateConstraint,
)
