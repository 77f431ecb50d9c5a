"""Options that ask for the way that hurts."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import SetAlgorithm
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import seen


@rule("blocking-option")
def blocking_option(statement: Statement) -> Iterator[Problem]:
    """ALGORITHM=COPY, LOCK=SHARED or LOCK=EXCLUSIVE is asked for.

    The server then copies the table, or keeps writers (and readers) out, even
    where it need not.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN note text, ALGORITHM=COPY; -- finding
    CREATE INDEX orders_total ON orders (total) LOCK=SHARED; -- finding
    ALTER TABLE orders ADD INDEX (total), ALGORITHM=INPLACE, LOCK=EXCLUSIVE; -- finding
    ```

    Ask for the way that lets others work: the server refuses when there is none.

    ```sql mysql 8.0
    ALTER TABLE orders ADD INDEX (total), ALGORITHM=INPLACE, LOCK=NONE;
    ```

    Does not fire on a table that nobody else can see.

    ```sql mysql 8.0
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN note text, ALGORITHM=COPY;
    ```

    Known elsewhere as: strong_migrations copy_algorithm and lock_option.
    """
    for asked, _ in seen(statement, SetAlgorithm):
        words = [f"ALGORITHM={asked.algorithm}"] if asked.algorithm == "COPY" else []
        words += [f"LOCK={asked.lock}"] if asked.lock in {"SHARED", "EXCLUSIVE"} else []
        if words:
            waits = "reads and writes wait" if asked.lock == "EXCLUSIVE" else "writes wait"
            yield Problem(
                f"{' and '.join(words)} on {asked.table}: {waits} until it is done",
                "ask for ALGORITHM=INPLACE, LOCK=NONE or ALGORITHM=INSTANT instead",
            )
