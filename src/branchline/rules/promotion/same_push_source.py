"""A push that rests one branch on another one of the same push.

A hook cannot see whether a push is atomic: Git may move the upper branch and
then refuse the lower one.
"""

from collections.abc import Iterator

from branchline.model.finding import Place, Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.by_commits import named, strays
from branchline.rules.promotion.carried import unexplained
from branchline.rules.sentences import listing, verb


@rule("same-push-source")
def same_push_source(update: RefUpdate) -> Iterator[Problem]:
    """A change reaches an environment and its source in one push.

    Nothing ran in the source yet, and the source's own update may fail while
    this one succeeds.

    ```push
    dev: 0001
    staging: 0001
    push dev: 0001 0002
    push staging: 0001 0002    -- finding
    ```

    Push the lower branch first, look at what it does, and promote then. With
    `promotion.same_push = "chain"` a push of both is judged in pipeline order.

    Does not fire on branches of one push that do not rest on each other.

    ```push
    dev: 0001 0002
    staging: 0001
    push dev: 0001 0002 0003
    push staging: 0001 0002
    ```
    """
    yield from _by_commits(update)
    for promotion in update.promotions if update.by_content else ():
        both = [c for c in unexplained(promotion) if c.proposed]
        if both and promotion.source and update.environment:
            names = [carried.entry.change for carried in both]
            first = both[0].entry
            source = promotion.source
            yield Problem(
                f"{listing(names)} {verb(names, 'reaches', 'reach')} {source.name} and"
                f" {update.environment.name} in one push",
                f"push {source.branch} first: git push origin {source.branch}",
                Place(first.path, first.line),
                names[0] if len(names) == 1 else "",
            )


def _by_commits(update: RefUpdate) -> Iterator[Problem]:
    both = [each for each in strays(update) if each.proposed]
    if both and update.source and update.environment:
        source = update.source
        yield Problem(
            f"{named(both)} {verb(both, 'reaches', 'reach')} {source.name} and"
            f" {update.environment.name} in one push",
            f"push {source.branch} first: git push origin {source.branch}",
        )
