"""Emergencies that do not count.

An exception is accepted with a name, a ticket and a reason, or not at all.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule


@rule("break-glass-incomplete")
def break_glass_incomplete(update: RefUpdate) -> Iterator[Problem]:
    """A push breaks the glass, and may not or does not say why.

    Whoever reads the register next month needs to know what the emergency was
    and who decided.

    ```push
    dev: 0001
    staging: 0001
    push staging: 0001 0002 (break-glass no reason)    -- finding
    ```

    Give a ticket and a reason:
    `git push -o branchline.break-glass=INC-123 -o branchline.reason="why"`.
    `promotion.break_glass` says who may, and for which environments.

    Does not fire when both are given by someone who may.

    ```push
    dev: 0001
    staging: 0001
    push staging: 0001 0002 (break-glass)
    ```
    """
    if update.environment and update.break_glass and update.break_glass.flaw:
        yield Problem(
            f"the glass cannot be broken for {update.environment.name}: {update.break_glass.flaw}",
            'git push -o branchline.break-glass=TICKET -o branchline.reason="why"',
        )
