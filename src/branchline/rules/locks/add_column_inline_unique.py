"""New columns whose index is built on the spot."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
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
    kinds = {ConstraintKind.UNIQUE, ConstraintKind.PRIMARY_KEY}
    for add, _ in blocking(statement, AddColumn):
        for constraint in add.column.constraints:
            if constraint.kind in kinds:
                column = add.column.name
                index = quoted(constraint.name or f"{add.table.name}_{column}_key")
                yield Problem(
                    f"the index of {constraint.kind} {add.table}.{column} is built at once:"
                    " reads and writes wait",
                    f"add the column alone, then CREATE UNIQUE INDEX CONCURRENTLY {index} ON"
                    f" {quoted(add.table)} ({quoted(column)}),"
                    " then ADD CONSTRAINT ... USING INDEX",
                )
