"""Settings that SQL Server remembers with what is created under them."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import (
    CreateFunction,
    CreateIndex,
    CreateTrigger,
    CreateView,
)
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("set-options", severity=Severity.WARNING)
def set_options(statement: Statement) -> Iterator[Problem]:
    """A module or a filtered index is created with QUOTED_IDENTIFIER or ANSI_NULLS off.

    The procedure keeps the setting for ever and fails on filtered indexes and
    indexed views; a filtered index cannot be made at all.

    ```sql tsql
    SET QUOTED_IDENTIFIER OFF;
    CREATE INDEX orders_open ON orders (id) WHERE state = 'open'; -- finding
    ```

    ```sql tsql
    SET ANSI_NULLS OFF;
    CREATE VIEW totals AS SELECT id FROM orders; -- finding
    ```

    Turn both on, which is what every driver does.

    ```sql tsql
    SET ANSI_NULLS, QUOTED_IDENTIFIER ON;
    CREATE INDEX orders_open ON orders (id) WHERE state = 'open';
    ```

    Does not fire on tables and plain indexes.

    ```sql tsql
    SET QUOTED_IDENTIFIER OFF;
    CREATE INDEX orders_id ON orders (id);
    ```

    Known elsewhere as: nothing.
    """
    settings = statement.situation
    off = [name for name in _NAMES if (settings.setting(name) or "on").lower() == "off"]
    kinds = (CreateFunction, CreateTrigger, CreateView)
    made = any(statement.of(kind, dialect="tsql") for kind in kinds)
    for create, _ in statement.of(CreateIndex, dialect="tsql"):
        made = made or create.where is not None
    if off and made:
        yield Problem(
            f"this is created with {' and '.join(off).upper()} off, and keeps it or fails",
            f"put before it: SET {', '.join(off).upper()} ON",
        )


_NAMES = ("ansi_nulls", "quoted_identifier")
