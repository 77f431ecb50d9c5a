"""NOT VALID foreign keys of partitioned tables."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.operations.tables import AddConstraint
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("not-valid-partitioned")
def not_valid_partitioned(statement: Statement) -> Iterator[Problem]:
    """A foreign key is added NOT VALID to a partitioned table.

    PostgreSQL before 18 refuses that (SQLSTATE 42809).

    ```sql postgres 17
    CREATE TABLE events (id bigint, day date, order_id bigint) PARTITION BY RANGE (day);
    ALTER TABLE events
      ADD CONSTRAINT events_order_id_fkey
      FOREIGN KEY (order_id) REFERENCES orders NOT VALID; -- finding
    ```

    Add it NOT VALID to each partition and validate it there; then add it to the
    parent, which takes over what its partitions have.

    Does not fire on a CHECK, or from PostgreSQL 18 on.

    ```sql postgres 17
    CREATE TABLE events (id bigint, day date, order_id bigint) PARTITION BY RANGE (day);
    ALTER TABLE events ADD CONSTRAINT events_id_check CHECK (id > 0) NOT VALID;
    ```

    ```sql postgres 18
    CREATE TABLE events (id bigint, day date, order_id bigint) PARTITION BY RANGE (day);
    ALTER TABLE events
      ADD CONSTRAINT events_order_id_fkey
      FOREIGN KEY (order_id) REFERENCES orders NOT VALID;
    ```

    Known elsewhere as: nothing.
    """
    for add, _ in statement.of(AddConstraint, dialect="postgres"):
        table = statement.catalog.table(add.table)
        version = statement.engine.version
        foreign = add.constraint.kind is ConstraintKind.FOREIGN_KEY and not add.constraint.valid
        if foreign and table and table.partitioned and () < version < (18,):
            yield Problem(
                f"{add.table} is partitioned: before PostgreSQL 18 its foreign keys"
                " cannot be NOT VALID, and this fails",
                "add it NOT VALID to each partition, validate it there, then add it to the parent",
            )
