"""Changes of the schema that end a transaction unasked."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Operation
from branchline.model.operations.session import Begin
from branchline.model.operations.tables import CreateTable, DropTable
from branchline.model.statement import Statement, Transaction
from branchline.rule import rule
from branchline.rules.changes import COMMIT_EACH, changes_schema
from branchline.rules.transactions.steps import last_before


@rule("implicit-commit", severity=Severity.WARNING)
def implicit_commit(statement: Statement) -> Iterator[Problem]:
    """A change of the schema commits the transaction that the changeset opened.

    The server commits before and after it without being asked. A later ROLLBACK
    takes nothing back of what stands above.

    ```sql mysql
    -- changeset 0002_orders no-transaction
    START TRANSACTION;
    CREATE TABLE orders (id bigint PRIMARY KEY); -- finding
    COMMIT;
    ```

    Change the schema in a changeset of its own, without BEGIN.

    Does not fire on temporary tables, or where the changes of a schema belong
    to the transaction.

    ```sql mysql
    -- changeset 0002_orders no-transaction
    START TRANSACTION;
    CREATE TEMPORARY TABLE seen (id bigint PRIMARY KEY);
    COMMIT;
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    ```sql postgres
    -- changeset 0002_orders no-transaction
    BEGIN;
    CREATE TABLE orders (id bigint PRIMARY KEY);
    COMMIT;
    ```

    Known elsewhere as: nothing.
    """
    opened = statement.situation.transaction is Transaction.OWN
    if not opened or statement.engine.dialect not in COMMIT_EACH:
        return
    if any(map(_commits, statement.operations)) and not _has_committed(statement):
        yield Problem(
            "commits the open transaction: nothing above can be rolled back any more",
            "change the schema in a changeset of its own, without a transaction",
        )


def _commits(operation: Operation) -> bool:
    temporary = isinstance(operation, (CreateTable, DropTable)) and operation.temporary
    return changes_schema(operation) and not temporary


def _has_committed(statement: Statement) -> bool:
    """Whether an earlier statement has ended the transaction already."""
    begun = last_before(statement, Begin)
    between = statement.unit.operations[begun + 1 : statement.position]
    return any(_commits(operation) for operations in between for operation in operations)
