"""Partitions, where a policy wants none."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AlterPartition, AttachPartition, CreateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("partition-policy", severity=Severity.WARNING)
def partition_policy(statement: Statement) -> Iterator[Problem]:
    """A table is partitioned, which the policy forbids.

    Partitions are made and dropped by somebody, and every key has to hold the
    columns that they are cut by.

    ```sql
    CREATE TABLE events (at date) PARTITION BY RANGE (at); -- finding
    ```

    Ask whoever keeps the policy, and say so in an allowance.

    Does not fire on what takes partitions away, or in a rollback.

    ```sql
    ALTER TABLE events DETACH PARTITION events_2019;
    ```

    Known elsewhere as: bytebase TABLE_DISALLOW_PARTITION.
    """
    for table in _partitioned(statement):
        yield Problem(f"{table} is partitioned, and the policy allows none", "leave it whole")


def _partitioned(statement: Statement) -> Iterator[str]:
    for create, _ in statement.of(CreateTable, part=Part.UP):
        if create.partitioned or create.partition_of:
            yield str(create.table)
    for attach, _ in statement.of(AttachPartition, part=Part.UP):
        yield str(attach.table)
    for change, _ in statement.of(AlterPartition, part=Part.UP):
        if change.action.startswith("add"):
            yield str(change.table)
