"""New columns whose index is built on the spot."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("add-column-inline-unique")
def add_column_inline_unique(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN … UNIQUE, or PRIMARY KEY, builds its index under the table's lock.

    Nobody reads or writes the table until the index is there.

    ```sql
    ALTER TABLE orders ADD COLUMN number text UNIQUE; -- finding
    ALTER TABLE orders ADD COLUMN id bigint PRIMARY KEY; -- finding
    ```

    Add the column alone, build a unique index CONCURRENTLY, and make the
    constraint of that index.

    ```sql
    -- changeset 0002_number
    ALTER TABLE orders ADD COLUMN number text;
    -- changeset 0003_index no-transaction
    CREATE UNIQUE INDEX CONCURRENTLY orders_number_key ON orders (number);
    -- changeset 0004_key
    ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE USING INDEX orders_number_key;
    ```

    Does not fire on a table that nobody else can see.

    ```sql
    CREATE TABLE carts (id bigint);
    ALTER TABLE carts ADD COLUMN number text UNIQUE;
    ```

    Known elsewhere as: squawk disallowed-unique-constraint and
    adding-serial-primary-key-field.
    """
    for table, adds in by_table(add for add, _ in blocking(statement, AddColumn)):
        keys = [
            (add.column.name, constraint)
            for add in adds
            for constraint in add.column.constraints
            if constraint.kind in {ConstraintKind.UNIQUE, ConstraintKind.PRIMARY_KEY}
        ]
        if keys:
            named = [f"{key.kind} {table}.{column}" for column, key in keys]
            indexes = "; ".join(_index(table, column, key) for column, key in keys)
            yield Problem(
                f"{verb(keys, 'the index', 'the indexes')} of {listing(named)}"
                f" {verb(keys, 'is', 'are')} built at once: reads and writes wait",
                f"add the {verb(keys, 'column', 'columns')} alone, then {indexes},"
                " then ADD CONSTRAINT ... USING INDEX",
            )


def _index(table: Name, column: str, key: Constraint) -> str:
    name = quoted(key.name or f"{table.name}_{column}_key")
    return f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {quoted(table)} ({quoted(column)})"
