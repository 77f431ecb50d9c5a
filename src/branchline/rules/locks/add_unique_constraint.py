"""Unique constraints whose index is built on the spot."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking_constraints
from branchline.rules.spelling import listed, quoted


@rule("add-unique-constraint")
def add_unique_constraint(statement: Statement) -> Iterator[Problem]:
    """ADD CONSTRAINT … UNIQUE builds its index while nobody reads or writes.

    ```sql
    ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE (number); -- finding
    ```

    Build the index CONCURRENTLY, and make the constraint of it.

    ```sql
    -- changeset 0002_index no-transaction
    CREATE UNIQUE INDEX CONCURRENTLY orders_number_key ON orders (number);
    -- changeset 0003_key
    ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE USING INDEX orders_number_key;
    ```

    Does not fire on a table that nobody else can see, or with USING INDEX.

    ```sql
    CREATE TABLE carts (number text);
    ALTER TABLE carts ADD CONSTRAINT carts_number_key UNIQUE (number);
    ```

    Known elsewhere as: squawk disallowed-unique-constraint, eugene E7, atlas
    PG105, strong_migrations and online_migrations add_unique_constraint,
    django-migration-linter ADD_UNIQUE.
    """
    for add, unique in blocking_constraints(statement, ConstraintKind.UNIQUE):
        table = quoted(add.table)
        name = quoted(unique.name or f"{add.table.name}_{'_'.join(unique.columns)}_key")
        yield Problem(
            f"the unique index on {add.table} ({listed(unique.columns)}) is built at once:"
            " reads and writes wait",
            f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({listed(unique.columns)});"
            f" in a later changeset ALTER TABLE {table} ADD CONSTRAINT {name}"
            f" UNIQUE USING INDEX {name}",
        )
