"""Histories that do not begin where the environment's does.

Merging one hides what it replaced: there is no common commit to compare with.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule


@rule("unrelated-history")
def unrelated_history(update: RefUpdate) -> Iterator[Problem]:
    """A push brings a history of its own into an environment's branch.

    A commit without parents begins it, as after `git checkout --orphan`, a new
    `git init` or `--allow-unrelated-histories`. Nothing in it was judged by
    any environment.

    ```push
    dev: 0001
    push dev: 0001 0002 (unrelated)    -- finding
    ```

    Put the changes on a branch that was cut from an environment's.

    Does not fire when the first environment's branch is created.

    ```push
    dev: none
    create dev: 0001 (unrelated)
    ```
    """
    first = not update.old and update.source is None
    if update.environment and update.roots and not first:
        roots = ", ".join(root[:12] for root in update.roots[:3])
        yield Problem(
            f"{update.short} would take in a history that begins elsewhere, at {roots}",
            f"cherry-pick its commits onto a branch of {update.short}",
        )
