"""Branches that environments are deployed from, deleted.

Only because they never shrink does a check of one branch against another stay
true while both are pushed to.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule


@rule("branch-deleted")
def branch_deleted(update: RefUpdate) -> Iterator[Problem]:
    """The branch of an environment is deleted.

    The environment keeps its databases, and nothing says any longer what is in
    them. Created again, the branch could say anything.

    ```push
    dev: 0001 0002
    staging: 0001
    delete staging    -- finding
    ```

    Leave it. To take an environment away, take it out of `branchline.toml`
    first.

    Does not fire on branches that no environment is deployed from.

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 0002
    ```
    """
    if update.environment and not update.new:
        name = update.environment.name
        yield Problem(
            f"{update.short} is what {name} is deployed from, and cannot be deleted",
            f"take {name} out of branchline.toml first, if it is to go",
        )
