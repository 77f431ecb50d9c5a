"""Type changes that keep the rows and build indexes anew."""

from collections.abc import Iterator

from branchline.model.effects import Reason
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AlterColumnType
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("alter-type-reindex", severity=Severity.WARNING)
def alter_type_reindex(statement: Statement) -> Iterator[Problem]:
    """A new type or collation sorts otherwise, so the column's indexes are built anew.

    The rows stay as they are; nobody reads or writes the table until every
    index is there.

    ```sql
    -- changeset 0001_people
    CREATE TABLE people (name text);
    CREATE INDEX people_name_idx ON people (name);
    -- changeset 0002_sorting
    ALTER TABLE people ALTER COLUMN name TYPE text COLLATE "C"; -- finding
    ```

    Leave the column, and build another index CONCURRENTLY that sorts so.

    ```sql
    -- changeset 0002_sorting no-transaction
    CREATE INDEX CONCURRENTLY people_name_c_idx ON people (name COLLATE "C");
    ```

    Does not fire on a column without an index, or on a table that nobody else
    can see.

    ```sql
    -- changeset 0001_people
    CREATE TABLE people (name text);
    -- changeset 0002_sorting
    ALTER TABLE people ALTER COLUMN name TYPE text COLLATE "C";
    ```

    Known elsewhere as: atlas PG301.
    """
    found = (
        change
        for change, effect in blocking(statement, AlterColumnType)
        if not effect.rewrites and Reason.REINDEX in effect.reasons
    )
    for table, changes in by_table(found):
        columns = [change.column for change in changes]
        sorting = f" COLLATE {quoted(changes[0].collation)}" if changes[0].collation else ""
        yield Problem(
            f"the indexes of {listing(columns)} of {table} are built anew: reads and writes wait",
            "leave the column and build an index that sorts so, in a changeset without a"
            f" transaction: CREATE INDEX CONCURRENTLY ON {quoted(table)}"
            f" ({quoted(columns[0])}{sorting})",
        )
