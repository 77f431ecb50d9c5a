"""Transactions of SQL Server that go on after an error."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Begin, RunBlock
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("xact-abort", severity=Severity.WARNING)
def xact_abort(statement: Statement) -> Iterator[Problem]:
    """A transaction is opened without XACT_ABORT: an error in the middle does not end it.

    SQL Server goes on with the next statement, and COMMIT keeps the half that
    worked.

    ```sql tsql
    -- changeset 0002_orders no-transaction
    BEGIN TRANSACTION; -- finding
    UPDATE orders SET total = 0 WHERE total IS NULL;
    COMMIT;
    ```

    Let every error end it.

    ```sql tsql
    -- changeset 0002_orders no-transaction
    SET XACT_ABORT ON;
    BEGIN TRANSACTION;
    UPDATE orders SET total = 0 WHERE total IS NULL;
    COMMIT;
    ```

    Does not fire beside TRY and CATCH.

    Known elsewhere as: nothing.
    """
    caught = statement.unit.about(RunBlock)
    if not caught and (statement.situation.setting("xact_abort") or "off").lower() != "on":
        for _ in statement.of(Begin, dialect="tsql"):
            yield Problem(
                "an error in this transaction does not end it: COMMIT keeps what worked",
                "put before it: SET XACT_ABORT ON",
            )
