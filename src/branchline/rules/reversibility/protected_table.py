"""Tables that no migration touches without being asked for it."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import TableOperation
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.changes import changes_rows
from branchline.rules.patterns import matches


@rule("protected-table", severity=Severity.ERROR)
def protected_table(
    statement: Statement, *, tables: tuple[str, ...] = ("*_protected",), rows: bool = True
) -> Iterator[Problem]:
    """A table is changed that the policy protects.

    ```sql
    ALTER TABLE ledger_protected ADD COLUMN note text; -- finding
    UPDATE ledger_protected SET total = 0; -- finding
    ```

    Ask whoever answers for the table, and say so in an allowance. `tables` names
    them, with or without their schema; `*` stands for anything. Without `rows` only
    changes of the table itself are found.

    Does not fire on what only reads the table.

    ```sql
    SELECT count(*) FROM ledger_protected;
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Known elsewhere as: bytebase TABLE_DISALLOW_DDL and TABLE_DISALLOW_DML.
    """
    said = set()
    for operation in statement.operations:
        if not isinstance(operation, TableOperation) or operation.table in said:
            continue
        if matches(operation.table, tables) and (rows or not changes_rows(operation)):
            said.add(operation.table)
            what = "rows of" if changes_rows(operation) else "table"
            yield Problem(
                f"changes {what} {operation.table}, which the policy protects",
                "ask whoever answers for it, and say so in an allowance",
            )
