"""Pushes that make the judge milder.

Where nobody pinned the configuration, whoever may push to a branch may change
what the next push there is judged by. That takes two pushes, and the first one
is the only moment at which anybody can see it.
"""

from collections.abc import Iterator

from branchline.model.finding import Place, Problem, Severity
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("policy-weakened", severity=Severity.WARNING)
def policy_weakened(update: RefUpdate) -> Iterator[Problem]:
    """A push changes the configuration so that it guards less.

    A rule that weighs less, a gate that asks less, an environment that is
    gone. The push itself is judged by what held before it; the next one by
    what it brings. What got weaker is named, and written down on the server.

    ```push
    dev: 0001
    push dev: 0001 (weakens drop-table is off instead of error)    -- finding
    ```

    Have somebody look at it. An administrator who pins the configuration,
    `branchline hooks install --server REPO --config FILE`, decides what holds;
    a policy that weighs this rule as an error refuses such pushes.

    Does not fire on a push that leaves the configuration as strict as it was.

    ```push
    dev: 0001
    push dev: 0001 0002
    ```
    """
    if update.environment and update.weakened:
        yield Problem(
            f"the next push to {update.short} would be judged by less: {listing(update.weakened)}",
            "have somebody look at it; an administrator can pin what holds:"
            " branchline hooks install --server REPO --config FILE",
            Place("branchline.toml"),
        )
