"""Changes of rows that a replica may make otherwise."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Delete, Insert, Update
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import of


@rule("sbr-unsafe", severity=Severity.INFO)
def sbr_unsafe(statement: Statement) -> Iterator[Problem]:
    """Rows are changed in a way that another server would not repeat.

    LIMIT without ORDER BY takes whichever rows come first, and `uuid()` or
    `rand()` give every server a value of its own. With statement-based
    replication the copies drift apart; run twice, so does the result.

    ```sql mysql 8.0
    DELETE FROM sessions WHERE stale LIMIT 1000; -- finding
    UPDATE orders SET token = uuid() WHERE token IS NULL; -- finding
    ```

    So do numbers that are given out to rows in the order in which they come.

    ```sql mysql 8.0
    CREATE TABLE archive (id bigint AUTO_INCREMENT PRIMARY KEY, total int);
    INSERT INTO archive (total) SELECT total FROM orders; -- finding
    ```

    Order the rows, and compute values where they are read.

    ```sql mysql 8.0
    CREATE TABLE archive (id bigint AUTO_INCREMENT PRIMARY KEY, total int);
    INSERT INTO archive (total) SELECT total FROM orders ORDER BY id;
    DELETE FROM sessions WHERE stale ORDER BY id LIMIT 1000;
    ```

    Does not fire where the project says that it replicates rows: leave the rule
    out there.

    Known elsewhere as: bytebase STATEMENT_DISALLOW_LIMIT and
    STATEMENT_DISALLOW_ORDER_BY.
    """
    changes: list[Update | Delete] = [one for one, _ in of(statement, Update)]
    changes += [one for one, _ in of(statement, Delete)]
    for change in changes:
        if change.limited and not change.ordered:
            yield Problem(
                f"LIMIT takes whichever rows of {change.table} come first",
                "say which: put ORDER BY the primary key before LIMIT",
            )
    for written in (*changes, *(one for one, _ in of(statement, Insert))):
        names = sorted(_UNSAFE.intersection(written.functions))
        if names:
            yield Problem(
                f"{names[0]}() gives every server another value for {written.table}",
                "compute the values in the program, and write them as constants",
            )
    for insert, _ in of(statement, Insert):
        if insert.as_they_come and _is_numbered(statement, insert):
            yield Problem(
                f"rows of {insert.table} are numbered in the order in which they come",
                "say which: put ORDER BY the primary key behind the query",
                informs=True,
            )


def _is_numbered(statement: Statement, insert: Insert) -> bool:
    table = statement.catalog.table(insert.table)
    columns = table.columns if table and insert.columns else ()
    return any(column.identity and column.name not in insert.columns for column in columns)


_UNSAFE = frozenset(
    {"uuid", "uuid_short", "rand", "sys_guid", "sysdate", "load_file", "random_bytes"}
)
