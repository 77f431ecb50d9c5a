"""Allowances whose day is past."""

from collections.abc import Iterator

from branchline.model.finding import Allowance, Problem
from branchline.rule import rule


@rule("expired-allowance")
def expired_allowance(allowance: Allowance) -> Iterator[Problem]:
    """An allowance was given until a day that is past.

    It no longer counts: what it allowed is found again.

    ```sql
    -- branchline: allow drop-table: until the move is over until 2020-01-31 -- finding
    DROP TABLE orders;
    ```

    Do what it was waiting for, or give a new day with a reason.

    Does not fire on an allowance without a day, or up to and including its day.

    ```sql
    -- branchline: allow drop-table: until the move is over until 9999-12-31
    DROP TABLE orders;
    ```

    Known elsewhere as: oneport waivers with an expiry.
    """
    if allowance.expired:
        yield Problem(
            f"the allowance for {', '.join(allowance.rules)} ended on {allowance.until}",
            "do what it waited for, or give a new day and a reason",
        )
