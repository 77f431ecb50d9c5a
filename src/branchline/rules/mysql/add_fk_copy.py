"""Foreign keys that are checked by copying the table."""

from collections.abc import Iterator

from branchline.model.effects import Blocks
from branchline.model.finding import Problem
from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddColumn, AddConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import copied, is_mysql, online, seen, ticked


@rule("add-fk-copy")
def add_fk_copy(statement: Statement) -> Iterator[Problem]:
    """ADD FOREIGN KEY copies the whole table while writes wait.

    MySQL and MariaDB check every row by writing it anew.

    ```sql mysql 8.0
    ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id); -- finding
    ```

    ```sql mariadb 10.11
    ALTER TABLE items ADD COLUMN order_id int REFERENCES orders (id); -- finding
    ```

    Add it with a tool that lets others write, or when nobody does. With
    `foreign_key_checks = 0` it is quick and checks no row that is there: rows
    that refer to nothing stay, which this says as well.

    ```sql mysql 8.0
    SET SESSION foreign_key_checks = 0;
    ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id); -- finding
    SET SESSION foreign_key_checks = 1;
    ```

    Does not fire on a table that nobody else can see, or on REFERENCES beside a
    column in MySQL before 9, which makes no foreign key.

    ```sql mysql 8.0
    CREATE TABLE items (id int PRIMARY KEY, order_id int);
    ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id);
    ALTER TABLE parcels ADD COLUMN order_id int REFERENCES orders (id);
    ```

    Known elsewhere as: strong_migrations add_foreign_key, skeema has-fk,
    bytebase TABLE_NO_FOREIGN_KEY.
    """
    if not is_mysql(statement):
        return
    slow = {add.table for add in copied(statement, AddConstraint)}
    slow |= {add.table for add in copied(statement, AddColumn)}
    for table, key in _keys(statement):
        if table in slow:
            yield Problem(
                f"{table} is copied as a whole to check that every row is in {key.references}:"
                " writes wait",
                online(table),
            )
        elif statement.effect.blocks is Blocks.NOTHING and _is_unchecked(statement):
            yield Problem(
                f"no row of {table} is looked up in {key.references}:"
                " those that refer to nothing stay",
                f"look for them first: {_orphans(table, key)}",
            )


def _keys(statement: Statement) -> Iterator[tuple[Name, Constraint]]:
    for add, _ in seen(statement, AddConstraint):
        if add.constraint.kind is ConstraintKind.FOREIGN_KEY:
            yield add.table, add.constraint
    counts = statement.engine.dialect == "mariadb" or statement.engine.version >= (9,)
    for column, _ in seen(statement, AddColumn) if counts else ():
        for constraint in column.column.constraints:
            if constraint.kind is ConstraintKind.FOREIGN_KEY:
                yield column.table, constraint


def _is_unchecked(statement: Statement) -> bool:
    return (statement.situation.setting("foreign_key_checks") or "1").lower() in {"0", "off"}


def _orphans(table: Name, key: Constraint) -> str:
    parent = ticked(key.references) if key.references else "..."
    there = " AND ".join(
        f"p.{ticked(theirs)} = c.{ticked(ours)}"
        for theirs, ours in zip(key.referenced_columns, key.columns, strict=False)
    )
    return (
        f"SELECT * FROM {ticked(table)} c WHERE c.{ticked(key.columns[0])} IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE {there or 'TRUE'})"
    )
