"""Partitions whose rows are all looked at when they are attached.

A CHECK proves the bound only when it says IS NOT NULL of the key as well.
"""

import re
from collections.abc import Iterator

from branchline.model.effects import Effect, Reason
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AttachPartition
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("attach-partition-unproven", severity=Severity.WARNING)
def attach_partition_unproven(statement: Statement) -> Iterator[Problem]:
    """ATTACH PARTITION reads every row of the new partition, or of the DEFAULT one.

    Nobody reads or writes that partition until it is done.

    ```sql
    -- changeset 0001_events
    CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE events_2025 (id bigint, day date);
    -- changeset 0002_attach
    ALTER TABLE events ATTACH PARTITION events_2025
      FOR VALUES FROM ('2025-01-01') TO ('2026-01-01'); -- finding
    ```

    Prove the bound first with a CHECK, which is validated while others work,
    and drop it afterwards. A DEFAULT partition wants a CHECK that excludes the
    new bound.

    ```sql
    -- changeset 0001_events
    CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE events_2025 (id bigint, day date);
    -- changeset 0002_check
    ALTER TABLE events_2025 ADD CONSTRAINT bound CHECK
      (day IS NOT NULL AND day >= '2025-01-01' AND day < '2026-01-01') NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE events_2025 VALIDATE CONSTRAINT bound;
    -- changeset 0004_attach
    ALTER TABLE events ATTACH PARTITION events_2025
      FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    ALTER TABLE events_2025 DROP CONSTRAINT bound;
    ```

    Does not fire where a valid CHECK proves the bound, or on a table that the
    same changeset created.

    ```sql
    CREATE TABLE events_2026 (id bigint, day date);
    ALTER TABLE events ATTACH PARTITION events_2026
      FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    ```

    Known elsewhere as: pgfence attach-partition.
    """
    for attach, effect in statement.of(AttachPartition, dialect="postgres"):
        if Reason.BOUND in effect.reasons:
            child = quoted(attach.partition)
            name = quoted(f"{attach.partition.name}_bound")
            yield Problem(
                f"every row of {attach.partition} is read to see that it belongs there:"
                " reads and writes wait",
                f"ALTER TABLE {child} ADD CONSTRAINT {name} CHECK ({_proof(statement, attach)})"
                f" NOT VALID; in a later changeset ALTER TABLE {child} VALIDATE CONSTRAINT {name};"
                " then attach it",
            )
        if Reason.DEFAULT in effect.reasons:
            yield default_problem(statement, attach.partition.name, attach.table.name, effect)


def default_problem(statement: Statement, new: str, table: str, effect: Effect) -> Problem:
    """Return what making room for a partition costs the DEFAULT one."""
    parts = [
        key
        for key in effect.scans
        if (known := statement.catalog.table(key)) and known.partition_of
    ]
    default = next(
        (key for key in parts if effect.lock_on(key)), f"the DEFAULT partition of {table}"
    )
    return Problem(
        f"every row of {default} is read to see that none belongs to {new}: reads and writes wait",
        f"exclude the bound first with a CHECK on {default}, NOT VALID, validated in a later"
        " changeset",
    )


def _proof(statement: Statement, attach: AttachPartition) -> str:
    """Return the CHECK that proves a bound of one column; dots where more is to be said."""
    table = statement.catalog.table(attach.table)
    columns = table.partition_columns if table is not None else ()
    between = re.fullmatch(r"FROM \(([^,()]+)\) TO \(([^,()]+)\)", attach.bound, re.IGNORECASE)
    listed = re.fullmatch(r"IN (\(.+\))", attach.bound, re.IGNORECASE)
    if len(columns) != 1 or not (between or listed):
        return "... IS NOT NULL AND ..."
    column = quoted(columns[0])
    bound = f"{column} IN {listed[1]}" if listed else ""
    if between:
        bound = f"{column} >= {between[1]} AND {column} < {between[2]}"
    return f"{column} IS NOT NULL AND {bound}"
