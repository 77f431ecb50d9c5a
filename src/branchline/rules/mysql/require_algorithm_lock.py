"""ALTER TABLE that lets the server choose how."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.objects import DropIndex
from branchline.model.operations.tables import (
    AlterPartition,
    CreateTable,
    RenameTable,
    SetAlgorithm,
    TableOperation,
)
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import is_mysql


@rule("require-algorithm-lock", severity=Severity.WARNING)
def require_algorithm_lock(statement: Statement) -> Iterator[Problem]:
    """ALTER TABLE or CREATE INDEX does not say how it must be done.

    With ALGORITHM and LOCK the server refuses what it cannot do so; without
    them it takes the next dearer way, and copies the table in silence.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN note text; -- finding
    CREATE INDEX orders_total ON orders (total); -- finding
    ```

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN note text, ALGORITHM=INSTANT;
    CREATE INDEX orders_total ON orders (total) ALGORITHM=INPLACE LOCK=NONE;
    ```

    Does not fire on a table that nobody else can see, on partitions and
    RENAME, which take neither. ALGORITHM=INSTANT says enough: MySQL refuses a LOCK
    beside it.

    ```sql mysql 8.0
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN note text;
    ALTER TABLE events DROP PARTITION p2020;
    RENAME TABLE old_orders TO older_orders;
    ```

    Known elsewhere as: bytebase STATEMENT_REQUIRE_ALGORITHM_OPTION and
    STATEMENT_REQUIRE_LOCK_OPTION.
    """
    best = statement.effect
    if not is_mysql(statement) or not best.algorithm or not _may_say(statement):
        return
    asked = next((one for one, _ in statement.of(SetAlgorithm)), SetAlgorithm(Name("")))
    words = [] if asked.algorithm else [f"ALGORITHM={best.algorithm}"]
    if not asked.lock and (asked.algorithm or best.algorithm) != "INSTANT":
        words.append(f"LOCK={best.lock}")
    if words:
        yield Problem(
            "does not say how the table may be changed: the server may copy it in silence",
            f"put behind it {' and '.join(words)}",
        )


def _may_say(statement: Statement) -> bool:
    """Whether it has a place for the words, and somebody who would wait."""
    tables = [
        one.table for one in statement.operations if isinstance(one, TableOperation | DropIndex)
    ]
    seen = any(table is not None and not statement.is_private(table) for table in tables)
    kinds = {type(one) for one in statement.operations}
    return seen and kinds.isdisjoint({AlterPartition, CreateTable}) and kinds != {RenameTable}
