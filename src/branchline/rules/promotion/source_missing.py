"""Environments created before what they take changes from.

Without a source nothing says which changes may come in.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule


@rule("source-missing")
def source_missing(update: RefUpdate) -> Iterator[Problem]:
    """An environment's branch is pushed, and the one it takes changes from does not exist.

    All that the new branch holds would come from nowhere.

    ```push
    dev:
    staging: none
    create prod: 0001    -- finding
    ```

    Create the branches in the order in which changes reach them.

    Does not fire on the first environment.

    ```push
    dev: 0001
    create staging: 0001
    ```
    """
    if update.environment and update.source and update.source_missing:
        source = update.source
        yield Problem(
            f"{update.environment.name} takes changes from {source.name},"
            f" and there is no branch {source.branch!r}",
            f"create it first: git push origin {source.branch}",
        )
