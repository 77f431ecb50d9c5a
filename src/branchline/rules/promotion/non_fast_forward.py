"""Rewound and rewritten branches.

A branch that was deployed is a record: what it held last week is what the
databases ran last week.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule


@rule("non-fast-forward")
def non_fast_forward(update: RefUpdate) -> Iterator[Problem]:
    """A push throws away commits of an environment's branch.

    They were deployed. Without them nobody can say what ran, and a check that
    relied on them a moment ago no longer holds.

    ```push
    dev: 0001 0002
    push dev: 0001 0003 (rewound)    -- finding
    ```

    Pull and merge instead of forcing, and push the result.

    Does not fire on a new branch, or on branches that no environment is
    deployed from.

    ```push
    dev: 0001 0002
    push dev: 0001 0002 0003
    ```
    """
    if update.environment and update.forward is False:
        yield Problem(
            f"this push throws away commits of {update.short}, which is deployed",
            f"build on what is there: git pull --no-rebase origin {update.short}",
        )
