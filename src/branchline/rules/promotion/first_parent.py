"""Merges the wrong way round.

The first parents of a branch are what it was, step by step: what was deployed,
and when. A merge that takes the branch as its second parent hides them.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.by_commits import LONG, again


@rule("first-parent")
def first_parent(update: RefUpdate) -> Iterator[Problem]:
    """A push ends the branch's own line: what it was is no first parent any more.

    The branch was merged into something else, and that became the branch, as
    `git pull` does on a branch that somebody else has pushed to (a foxtrot
    merge). `git log --first-parent` tells another story from now on.

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 0002 (foxtrot)    -- finding
    ```

    Merge into the branch, and not the branch into something.

    Asked with `promotion.mode = "strict"` only. Does not fire on a
    fast-forward to what the source has.

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 0002
    ```
    """
    if update.ancestry and update.ancestry.foxtrot and update.source:
        yield Problem(
            f"{update.short} was at {update.old[:LONG]}, which"
            f" {update.ancestry.foxtrot[:LONG]} takes in as another parent than its first",
            f"merge into {update.short} instead: {again(update, update.source)}",
        )
