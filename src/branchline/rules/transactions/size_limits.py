"""Changesets that are too large to be one step."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule


@rule("size-limits", severity=Severity.WARNING)
def size_limits(
    changeset: ChangeSet, *, statements: int = 20, kilobytes: int = 1000
) -> Iterator[Problem]:
    """A changeset has more statements, or more text, than a policy allows.

    A large step takes long, holds every lock it ever took, and is hard to
    review. No bundle asks for this but `harness-compat`.

    ```sql
    -- changeset 0001_many -- finding
    SELECT 1; SELECT 2; SELECT 3; SELECT 4; SELECT 5; SELECT 6; SELECT 7; SELECT 8; SELECT 9;
    SELECT 1; SELECT 2; SELECT 3; SELECT 4; SELECT 5; SELECT 6; SELECT 7; SELECT 8; SELECT 9;
    SELECT 1; SELECT 2; SELECT 3;
    ```

    Split it. Does not fire on a limit of 0.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: bytebase MAXIMUM_STATEMENTS_IN_TRANSACTION and
    BUILTIN_STATEMENT_MAXIMUM_SQL_SIZE.
    """
    count = len(changeset.statements)
    if 0 < statements < count:
        yield Problem(f"{count} statements are more than the {statements} allowed", "split it")
    text = changeset.script.text if changeset.script else ""
    if 0 < kilobytes < len(text) // 1000:
        yield Problem(
            f"{len(text) // 1000} kB of SQL are more than the {kilobytes} allowed", "split it"
        )
