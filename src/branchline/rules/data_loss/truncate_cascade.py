"""TRUNCATE that reaches tables which it does not name."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import TruncateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("truncate-cascade")
def truncate_cascade(statement: Statement) -> Iterator[Problem]:
    """TRUNCATE … CASCADE empties every table that references this one.

    Which tables these are depends on the foreign keys at the time it runs: a
    later migration or a hand-made table can add to them.

    ```sql
    -- changeset 0001_tables
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE items (id bigint, order_id bigint REFERENCES orders);
    -- changeset 0002_reset
    TRUNCATE orders CASCADE; -- finding
    ```

    Name every table that is meant, and leave CASCADE out.

    Does not fire on a temporary table, or in a rollback.

    ```sql
    TRUNCATE orders, items;
    ```

    Known elsewhere as: squawk ban-truncate-cascade, pgfence truncate-cascade.
    """
    for empty, _ in statement.of(TruncateTable, part=Part.UP):
        key = statement.name(empty.table)
        if empty.cascade and key not in statement.situation.temporary:
            known = statement.catalog.referencing_tables(key)
            others = ", ".join(known) or "every table that references it"
            yield Problem(
                f"empties {empty.table} and {others}",
                "name each table that is meant, and leave CASCADE out",
            )
