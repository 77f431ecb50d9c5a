"""Rows that are written over without being named."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Insert, Merge
from branchline.model.operations.tables import TruncateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("insert-overwrite", severity=Severity.INFO)
def insert_overwrite(statement: Statement) -> Iterator[Problem]:
    """Rows are replaced as a whole, or deleted by a MERGE.

    REPLACE deletes the old row, and with it what the new one does not say; a
    foreign key that cascades goes along. A COPY after TRUNCATE leaves only what
    the file held.

    ```sql
    MERGE INTO prices USING new_prices n ON prices.id = n.id
      WHEN MATCHED AND n.price IS NULL THEN DELETE
      WHEN MATCHED THEN UPDATE SET price = n.price; -- finding
    ```

    ```sql
    TRUNCATE prices;
    COPY prices FROM '/tmp/prices.csv'; -- finding
    ```

    Update what is there and insert what is not, by key.

    ```sql
    INSERT INTO prices (id, price) VALUES (1, 9)
      ON CONFLICT (id) DO UPDATE SET price = excluded.price;
    ```

    Does not fire on a table that nobody else can see, or in a rollback.

    ```sql
    CREATE TABLE prices (id bigint PRIMARY KEY, price numeric);
    TRUNCATE prices;
    COPY prices FROM '/tmp/prices.csv';
    ```

    Known elsewhere as: nothing.
    """
    for insert, _ in statement.of(Insert, part=Part.UP):
        if statement.is_own(insert.table):
            continue
        if insert.replace:
            yield Problem(f"REPLACE deletes rows of {insert.table} and writes them anew", _WAY_OUT)
        elif insert.copy and any(statement.earlier_on(TruncateTable, insert.table)):
            yield Problem(f"only what the file holds is left of {insert.table}", _WAY_OUT)
    for merge, _ in statement.of(Merge, part=Part.UP):
        if merge.deletes and not statement.is_own(merge.table):
            yield Problem(f"MERGE deletes rows of {merge.table}", _WAY_OUT)


_WAY_OUT = "update what is there and insert what is not, by key"
