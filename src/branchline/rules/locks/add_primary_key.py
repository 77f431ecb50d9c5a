"""Primary keys whose index is built on the spot."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking_constraints
from branchline.rules.spelling import listed, quoted


@rule("add-primary-key")
def add_primary_key(statement: Statement) -> Iterator[Problem]:
    """ADD PRIMARY KEY builds its index while nobody reads or writes.

    Where the columns are nullable, every row is read once more for that.

    ```sql
    ALTER TABLE orders ADD PRIMARY KEY (id); -- finding
    ```

    Build a unique index CONCURRENTLY, make the columns NOT NULL
    (`set-not-null` says how), and make the key of the index.

    ```sql
    -- changeset 0002_index no-transaction
    CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON orders (id);
    -- changeset 0003_key
    ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;
    ```

    Does not fire on a table that nobody else can see, or with USING INDEX.

    ```sql
    CREATE TABLE carts (id bigint);
    ALTER TABLE carts ADD PRIMARY KEY (id);
    ```

    Known elsewhere as: squawk adding-serial-primary-key-field, eugene E7,
    atlas PG104, pgfence add-pk-without-using-index.
    """
    for add, key in blocking_constraints(statement, ConstraintKind.PRIMARY_KEY):
        table, name = quoted(add.table), quoted(key.name or f"{add.table.name}_pkey")
        yield Problem(
            f"the primary key of {add.table} is built at once: reads and writes wait",
            f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({listed(key.columns)});"
            f" in a later changeset ALTER TABLE {table} ADD CONSTRAINT {name}"
            f" PRIMARY KEY USING INDEX {name}",
        )
