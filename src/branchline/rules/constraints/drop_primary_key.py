"""Tables that lose what tells their rows apart."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.operations.tables import AddConstraint, DropConstraint, DropTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.constraints.drop_constraint import constraint_of, is_primary_key
from branchline.rules.spelling import listed, quoted


@rule("drop-primary-key")
def drop_primary_key(statement: Statement) -> Iterator[Problem]:
    """A table loses its primary key.

    Rows can be written twice, foreign keys have nothing to refer to, and logical
    replication refuses UPDATE and DELETE. MySQL copies the table.

    ```sql
    ALTER TABLE orders DROP CONSTRAINT orders_pkey; -- finding
    ```

    ```sql mariadb
    ALTER TABLE orders DROP PRIMARY KEY; -- finding
    ```

    Build the new key first, and swap the two in one statement:

    ```sql
    ALTER TABLE orders DROP CONSTRAINT orders_pkey,
      ADD CONSTRAINT orders_pkey_2 PRIMARY KEY USING INDEX orders_id;
    ```

    Does not fire when the same statement or the same transaction adds another, on a
    table that nobody else can see or that is dropped, or in a rollback.

    Known elsewhere as: diesel-guard DropPrimaryKey.
    """
    for drop, _ in statement.of(DropConstraint, part=Part.UP):
        known = constraint_of(statement, drop)
        if not is_primary_key(drop, known) or _is_moot(statement, drop):
            continue
        columns = listed(known.columns) if known else "..."
        table = quoted(drop.table)
        yield Problem(
            f"drops the primary key of {drop.table}: nothing tells its rows apart",
            f"add the new one in the same statement: ALTER TABLE {table} DROP ...,"
            f" ADD PRIMARY KEY ({columns})",
        )


def _is_moot(statement: Statement, drop: DropConstraint) -> bool:
    table = drop.table
    later = statement.later_on(AddConstraint, table)
    beside = (add for add, _ in statement.of(AddConstraint) if add.table == table)
    replaced = any(
        add.constraint.kind is ConstraintKind.PRIMARY_KEY
        for add in (later if statement.in_transaction else beside)
    )
    return replaced or statement.is_private(table) or any(statement.later_on(DropTable, table))
