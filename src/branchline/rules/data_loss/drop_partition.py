"""Partitions that go with their rows."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AlterPartition
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("drop-partition", severity=Severity.WARNING)
def drop_partition(statement: Statement) -> Iterator[Problem]:
    """A partition is dropped or exchanged, and its rows leave the table.

    DROP PARTITION is a DROP TABLE by another name. EXCHANGE puts the rows of
    another table in their place.

    ```sql mariadb
    ALTER TABLE events DROP PARTITION p2019, p2020; -- finding
    ALTER TABLE events EXCHANGE PARTITION p2021 WITH TABLE archive; -- finding
    ```

    Copy the rows to where they are kept, see that they are there, and drop the
    partition in a changeset with an allowance that says so.

    Does not fire on a partition that the same changeset added, on a table that
    nobody else can see, or in a rollback. On PostgreSQL a partition is a table:
    `drop-table` speaks of it.

    ```sql mariadb
    ALTER TABLE events ADD PARTITION (PARTITION p2027 VALUES LESS THAN (2028));
    ALTER TABLE events DROP PARTITION p2027;
    ```

    Known elsewhere as: Flyway RG16.
    """
    for alter, _ in statement.of(AlterPartition, part=Part.UP):
        if alter.action not in _VERBS or statement.is_private(alter.table):
            continue
        added = {
            name
            for earlier in statement.earlier_on(AlterPartition, alter.table)
            if earlier.action == "add"
            for name in earlier.partitions
        }
        gone = [name for name in alter.partitions if name not in added]
        if gone:
            partitions = verb(gone, "partition", "partitions")
            yield Problem(
                f"{_VERBS[alter.action]} {partitions} {listing(gone)} of {alter.table}"
                f" with all {verb(gone, 'its', 'their')} rows",
                "keep the rows first: CREATE TABLE ... AS SELECT * FROM"
                f" {quoted(alter.table)} PARTITION ({', '.join(gone)})",
            )


_VERBS = {"drop": "drops", "exchange": "exchanges"}
