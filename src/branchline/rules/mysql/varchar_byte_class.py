"""VARCHAR that grows over the length whose number fits one byte."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import ModifyColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.modified import Change, change
from branchline.rules.mysql.servers import copied, online
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb


@rule("varchar-byte-class")
def varchar_byte_class(statement: Statement) -> Iterator[Problem]:
    """A VARCHAR grows over 255 bytes: the table is copied while writes wait.

    Up to 255 bytes a row notes the length in one byte, above in two. Bytes, not
    letters: in utf8mb4 that is 63 letters.

    ```sql mysql 8.0
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY, name varchar(63)) CHARACTER SET utf8mb4;
    -- changeset 0002_longer
    ALTER TABLE orders MODIFY name varchar(64); -- finding
    ```

    Stay below, or copy with a tool that lets others write.

    ```sql mysql 8.0
    -- changeset 0001_orders
    CREATE TABLE orders (name varchar(40), code varchar(100)) CHARACTER SET utf8mb4;
    -- changeset 0002_longer
    ALTER TABLE orders MODIFY name varchar(63);
    ALTER TABLE orders MODIFY code varchar(400);
    ```

    Does not fire on a table that nobody else can see, where MariaDB keeps
    either kind of length (up to 127 bytes before, or ROW_FORMAT=REDUNDANT), or
    where the changelog does not tell the old type. utf8mb4 is assumed where it
    does not tell the character set.

    ```sql mariadb 10.11
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY, name varchar(20));
    -- changeset 0002_longer
    ALTER TABLE orders MODIFY name varchar(200);
    ```

    Known elsewhere as: strong_migrations change_column.
    """
    longer = (
        modify
        for modify in copied(statement, ModifyColumn)
        if change(statement, modify) is Change.LENGTH
    )
    for table, mine in by_table(longer):
        names = [f"{table}.{modify.name}" for modify in mine]
        yield Problem(
            f"{listing(names)} {verb(names, 'grows', 'grow')} over 255 bytes:"
            f" {table} is copied as a whole, and writes wait",
            f"stay below 256 bytes, or {online(table)}",
        )
