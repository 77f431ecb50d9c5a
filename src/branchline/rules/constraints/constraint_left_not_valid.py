"""Constraints that were never checked against the old rows."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import TableOperation
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.changes import changes_rows
from branchline.rules.constraints.endings import table_after
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("constraint-left-not-valid", severity=Severity.INFO)
def constraint_left_not_valid(changeset: ChangeSet) -> Iterator[Problem]:
    """A table is changed again while a constraint of it is still NOT VALID.

    It was added without a look at the old rows, and nobody came back: the planner
    cannot rely on it, and neither can anybody else.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
    -- changeset 0002_check
    ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
    -- changeset 0003_note
    ALTER TABLE orders ADD COLUMN note text; -- finding
    ```

    Validate it, in a changeset of its own: ALTER TABLE … VALIDATE CONSTRAINT.

    Does not fire in the changeset that adds the constraint, when the same changeset
    validates or drops it, where only rows are changed, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
    -- changeset 0002_check
    ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE orders VALIDATE CONSTRAINT positive;
    -- changeset 0004_note
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Known elsewhere as: nothing.
    """
    said: set[str] = set()
    for statement in changeset.statements:
        for operation in statement.operations:
            if not isinstance(operation, TableOperation) or changes_rows(operation):
                continue
            names = _left(changeset, statement, operation)
            if names and statement.name(operation.table) not in said:
                said.add(statement.name(operation.table))
                yield Problem(
                    f"{listing(names)} of {operation.table} {verb(names, 'is', 'are')} still"
                    " NOT VALID: old rows may break it",
                    f"ALTER TABLE {quoted(operation.table)} VALIDATE CONSTRAINT {quoted(names[0])}",
                    statement.place,
                )


def _left(changeset: ChangeSet, statement: Statement, operation: TableOperation) -> list[str]:
    """Return the constraints that were not valid before and are not after."""
    schemas = changeset.schemas
    before = schemas.before.table(statement.name(operation.table)) if schemas else None
    if before is None or all(found.valid for found in before.constraints):
        return []
    after = table_after(changeset, statement, operation.table)
    left = {f.name for f in after.constraints if not f.valid} if after else set[str]()
    return [found.name for found in before.constraints if not found.valid and found.name in left]
