"""Foreign keys that MySQL reads and forgets."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.defaults import columns
from branchline.rules.mysql.servers import ticked

_SINCE = (9,)


@rule("inline-references-ignored")
def inline_references_ignored(statement: Statement) -> Iterator[Problem]:
    """REFERENCES stands beside a column: MySQL before 9 makes no foreign key of it.

    There is no error and no warning, and nothing is ever checked.

    ```sql mysql 8.0
    CREATE TABLE items (
      id int PRIMARY KEY,
      order_id int REFERENCES orders (id) -- finding
    );
    ALTER TABLE items ADD COLUMN shop_id int REFERENCES shops (id); -- finding
    ```

    Write it as a constraint of the table.

    ```sql mysql 8.0
    CREATE TABLE items (
      id int PRIMARY KEY,
      order_id int,
      FOREIGN KEY (order_id) REFERENCES orders (id)
    );
    ```

    Does not fire on MySQL from 9, or on MariaDB, which make the foreign key.

    ```sql mysql 9.0
    CREATE TABLE items (id int PRIMARY KEY, order_id int REFERENCES orders (id));
    ```

    ```sql mariadb
    CREATE TABLE items (id int PRIMARY KEY, order_id int REFERENCES orders (id));
    ```

    Known elsewhere as: atlas MY102.
    """
    if statement.engine.dialect != "mysql" or statement.engine.version >= _SINCE:
        return
    for table, column in columns(statement):
        for found in column.constraints:
            if found.kind is ConstraintKind.FOREIGN_KEY and found.references is not None:
                theirs = ", ".join(map(ticked, found.referenced_columns))
                yield Problem(
                    f"{table}.{column.name} does not refer to {found.references}:"
                    " MySQL forgets REFERENCES beside a column",
                    f"write it as a constraint: FOREIGN KEY ({ticked(column.name)})"
                    f" REFERENCES {ticked(found.references)} ({theirs or '...'})",
                )
