"""Several steps without a transaction, of which one cannot be repeated."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.changes import COMMIT_EACH
from branchline.rules.repeats import guard_of, is_repeatable
from branchline.rules.transactions.steps import steps


@rule("notx-multi-statement", severity=Severity.WARNING)
def notx_multi_statement(changeset: ChangeSet) -> Iterator[Problem]:
    """Without a transaction, a statement that cannot run twice is followed by others.

    When a later one fails, this one stays. The changeset counts as not applied,
    and its second run stops here.

    ```sql
    -- changeset 0002_code no-transaction
    ALTER TABLE orders RENAME COLUMN no TO code; -- finding
    UPDATE orders SET code = upper(code) WHERE code <> upper(code);
    ```

    Give it a changeset of its own, or let the changeset have a transaction.

    Does not fire on the last statement, on what can be repeated, on one
    transaction that the changeset opens itself, or where a guard would do
    (`missing-guard`) and beside what cannot have a transaction
    (`mixed-tx-modes`).

    ```sql
    -- changeset 0002_fill no-transaction
    UPDATE orders SET code = no WHERE id < 1000 AND code IS NULL;
    UPDATE orders SET code = no WHERE id >= 1000 AND code IS NULL;
    ALTER TABLE orders RENAME COLUMN no TO old_no;
    ```

    ```sql
    -- changeset 0002_code no-transaction
    BEGIN;
    ALTER TABLE orders RENAME COLUMN no TO code;
    UPDATE orders SET code = upper(code) WHERE code <> upper(code);
    COMMIT;
    ```

    Known elsewhere as: squawk prefer-robust-stmts.
    """
    for half in (changeset.statements, changeset.undo) if not changeset.transaction else ():
        parts = [*steps(half)]
        if any(not statement.effect.transactional for part in parts for statement in part):
            continue
        stuck = next((s for part in parts[:-1] for s in part if _is_stuck(s)), None)
        if stuck:
            yield Problem(
                "cannot run twice, and more follows it without a transaction:"
                " after a failure the changeset cannot run again",
                "give it a changeset of its own, or let the changeset have a transaction",
                stuck.place,
            )


def _is_stuck(statement: Statement) -> bool:
    return (
        statement.engine.dialect not in COMMIT_EACH
        and not is_repeatable(statement)
        and not any(guard_of(operation, statement.engine) for operation in statement.operations)
    )
