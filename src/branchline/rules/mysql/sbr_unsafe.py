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

    Order the rows, and compute values where they are read.

    ```sql mysql 8.0
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


_UNSAFE = frozenset(
    {"uuid", "uuid_short", "rand", "sys_guid", "sysdate", "load_file", "random_bytes"}
)
