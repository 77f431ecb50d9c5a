"""Partitions that take the table's global indexes with them."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AlterPartition
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("partition-ddl-indexes", severity=Severity.WARNING)
def partition_ddl_indexes(statement: Statement) -> Iterator[Problem]:
    """A partition is dropped, emptied or exchanged without UPDATE INDEXES.

    Global indexes of the table are unusable from then on, and every statement
    that needs one fails until they are rebuilt.

    ```sql oracle
    ALTER TABLE events DROP PARTITION p2020; -- finding
    ALTER TABLE events TRUNCATE PARTITION p2021; -- finding
    ```

    Keep them.

    ```sql oracle
    ALTER TABLE events DROP PARTITION p2020 UPDATE INDEXES;
    ALTER TABLE events EXCHANGE PARTITION p2021 WITH TABLE old UPDATE GLOBAL INDEXES;
    ```

    Does not fire on a table that nobody else can see, or when a partition is
    added.

    ```sql oracle
    ALTER TABLE events ADD PARTITION p2030 VALUES LESS THAN (2031);
    ```

    Known elsewhere as: nothing.
    """
    for alter, _ in statement.of(AlterPartition, dialect="oracle"):
        if alter.action in _BREAKING and not (alter.indexes or statement.is_private(alter.table)):
            yield Problem(
                f"the global indexes of {alter.table} are unusable afterwards",
                "put UPDATE INDEXES behind it",
            )


_BREAKING = {"drop", "truncate", "exchange", "move", "split", "merge"}
