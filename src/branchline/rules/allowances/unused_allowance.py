"""Allowances that allow nothing."""

from collections.abc import Iterator

from branchline.model.finding import Allowance, Problem, Severity
from branchline.rule import rule


@rule("unused-allowance", severity=Severity.WARNING)
def unused_allowance(allowance: Allowance) -> Iterator[Problem]:
    """An allowance matches no finding.

    The statement changed, the rule is not enabled or its name is misspelt. Left
    where it is, it will one day allow something that nobody has looked at.

    ```sql
    -- branchline: allow drop-table: nobody reads it since spring -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Remove it, or correct the rule's name, or put it where it belongs: it covers
    the statement below it, and the whole file only where it stands in the first
    block of comments with a blank line below that.

    Does not fire on an allowance that stopped at least one finding, or on one
    that does not count anyway (`expired-allowance`, `incomplete-allowance`).

    ```sql
    -- branchline: allow drop-table: nobody reads it since spring
    DROP TABLE orders;
    ```

    Known elsewhere as: squawk unused-ignore, which sees misspelt names only.
    """
    if allowance.counts and not allowance.used:
        move = "" if allowance.first == 0 else "put it above the statement that it is for, "
        yield Problem(
            f"nothing here is found by {', '.join(allowance.rules)}",
            f"{move}remove the allowance, or correct the name of the rule",
        )
