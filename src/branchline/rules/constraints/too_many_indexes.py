"""Tables with so many indexes that writing them is slow."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateIndex, DropIndex
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("too-many-indexes", severity=Severity.WARNING)
def too_many_indexes(statement: Statement, *, most: int = 10) -> Iterator[Problem]:
    """A table gets more indexes than a policy allows.

    Each of them is written with every INSERT, and keeps UPDATEs from the short way.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int, e int);
    CREATE INDEX ON orders (a);
    CREATE INDEX ON orders (b);
    CREATE INDEX ON orders (c);
    CREATE INDEX ON orders (d);
    CREATE INDEX ON orders (e);
    CREATE INDEX ON orders (a, b);
    CREATE INDEX ON orders (a, c);
    CREATE INDEX ON orders (a, d);
    CREATE INDEX ON orders (a, e);
    -- changeset 0002_one_more
    CREATE INDEX ON orders (b, c); -- finding
    ```

    Drop those that nothing uses: `SELECT * FROM pg_stat_user_indexes WHERE idx_scan
    = 0`. `most` is how many there may be, those of constraints included.

    Does not fire when the same changeset drops one of them, or in a rollback.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, a int);
    CREATE INDEX ON orders (a);
    ```

    Known elsewhere as: bytebase INDEX_TOTAL_NUMBER_LIMIT.
    """
    created = [create.table for create, _ in statement.of(CreateIndex, part=Part.UP)]
    for table in dict.fromkeys(created):
        there = statement.catalog.table_indexes.get(statement.name(table), ())
        count = len(there) + created.count(table)
        drops = statement.unit.about(DropIndex) if count > most else ()
        names = {name.rpartition(".")[2] for name in there} if drops else set[str]()
        gone = sum(at >= statement.position and drop.index.name in names for at, drop in drops)
        if count - gone > most:
            yield Problem(
                f"{table} has {count - gone} indexes, more than {most}: each write keeps them all",
                "drop those that nothing uses",
            )
