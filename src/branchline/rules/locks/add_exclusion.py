"""Exclusion constraints on tables that are in use."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking_constraints
from branchline.rules.spelling import quoted


@rule("add-exclusion")
def add_exclusion(statement: Statement) -> Iterator[Problem]:
    """ADD CONSTRAINT … EXCLUDE builds its index while nobody reads or writes.

    There is no way to build it first, and none to validate it later.

    ```sql
    ALTER TABLE bookings ADD CONSTRAINT bookings_apart
      EXCLUDE USING gist (room WITH =, during WITH &&); -- finding
    ```

    Create a new table with the constraint, copy the rows in batches while a
    trigger keeps both equal, and swap the two. Or take the table out of use for
    as long.

    Does not fire on a table that nobody else can see.

    ```sql
    CREATE TABLE bookings (room integer, during tsrange);
    ALTER TABLE bookings ADD CONSTRAINT bookings_apart
      EXCLUDE USING gist (room WITH =, during WITH &&);
    ```

    Known elsewhere as: eugene E8, strong_migrations and online_migrations
    add_exclusion_constraint, pgfence add-constraint-exclude.
    """
    for add, _ in blocking_constraints(statement, ConstraintKind.EXCLUDE):
        new = quoted(f"{add.table.name}_new")
        yield Problem(
            f"the exclusion of {add.table} is built at once: reads and writes wait",
            f"CREATE TABLE {new} (LIKE {quoted(add.table)} INCLUDING ALL) with the constraint,"
            " copy the rows in batches, and swap the two",
        )
