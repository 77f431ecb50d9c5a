"""Allowances that cannot count as they are written."""

from collections.abc import Iterator

from branchline.model.finding import Allowance, Problem
from branchline.rule import rule


@rule("incomplete-allowance")
def incomplete_allowance(allowance: Allowance) -> Iterator[Problem]:
    """An allowance has no reason, no rule, or a day that is none.

    Whoever reads it in a year must be able to tell why it is there, so without
    a reason it allows nothing.

    ```sql
    -- branchline: allow drop-table -- finding
    DROP TABLE orders;
    ```

    Write the rule, a colon and the reason; a day is written `until 2027-01-31`.

    Does not fire on a complete allowance, whether or not it is used.

    ```sql
    -- branchline: allow drop-table: nobody reads it since spring
    DROP TABLE orders;
    ```

    Known elsewhere as: nothing.
    """
    if allowance.flaw:
        yield Problem(
            f"this allowance does not count: {allowance.flaw}",
            "write it as: -- branchline: allow RULE: reason [until YYYY-MM-DD]",
        )
