"""A LOCK beside ALGORITHM=INSTANT, which MySQL refuses."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import SetAlgorithm
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("instant-with-lock")
def instant_with_lock(statement: Statement) -> Iterator[Problem]:
    """ALGORITHM=INSTANT stands beside a LOCK: MySQL refuses the statement.

    What is instant takes no lock that could be chosen (error 1221).

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN note text, ALGORITHM=INSTANT, LOCK=NONE; -- finding
    ```

    Leave the LOCK out.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN note text, ALGORITHM=INSTANT;
    ALTER TABLE orders ADD COLUMN remark text, ALGORITHM=INSTANT, LOCK=DEFAULT;
    ```

    Does not fire on MariaDB, which takes it.

    ```sql mariadb
    ALTER TABLE orders ADD COLUMN note text, ALGORITHM=INSTANT, LOCK=NONE;
    ```

    Known elsewhere as: nothing.
    """
    for asked, _ in statement.of(SetAlgorithm, dialect="mysql"):
        if asked.algorithm == "INSTANT" and asked.lock not in {"", "DEFAULT"}:
            yield Problem(
                f"MySQL refuses LOCK={asked.lock} beside ALGORITHM=INSTANT",
                f"leave out LOCK={asked.lock}",
            )
