"""New partitions that lock the whole table they belong to."""

from collections.abc import Iterator

from branchline.model.effects import Lock, Reason
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("create-partition-of", severity=Severity.WARNING)
def create_partition_of(statement: Statement) -> Iterator[Problem]:
    """CREATE TABLE … PARTITION OF locks the partitioned table against everyone.

    It waits for every query on any partition, and new ones wait behind it. A
    DEFAULT partition is read as a whole meanwhile.

    ```sql
    CREATE TABLE events_2026 PARTITION OF events
      FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); -- finding
    ```

    Create it as a table of its own and attach it: that lets reads and writes
    go on.

    ```sql
    CREATE TABLE events_2026 (LIKE events INCLUDING ALL);
    ALTER TABLE events ATTACH PARTITION events_2026
      FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    ```

    Does not fire when nobody else can see the partitioned table.

    ```sql
    CREATE TABLE visits (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE visits_2026 PARTITION OF visits
      FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    ```

    Known elsewhere as: nothing.
    """
    for create, effect in statement.of(CreateTable, dialect="postgres"):
        parent = create.partition_of
        if parent is None or effect.lock_on(statement.name(parent)) < Lock.ACCESS_EXCLUSIVE:
            continue
        scanned = Reason.DEFAULT in effect.reasons
        work = " while its DEFAULT partition is read" if scanned else ""
        new = quoted(create.table)
        bound = f"FOR VALUES {create.bound}" if create.bound else "DEFAULT"
        yield Problem(
            f"creating {create.table} locks {parent}: every query waits{work or ' behind it'}",
            f"CREATE TABLE {new} (LIKE {quoted(parent)} INCLUDING ALL);"
            f" ALTER TABLE {quoted(parent)} ATTACH PARTITION {new} {bound}",
        )
