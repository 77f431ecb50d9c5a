"""Changes that leave out the environment in between.

They come from further below, so they are no strangers; they are early.
"""

from collections.abc import Iterator

from branchline.model.finding import Place, Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.by_commits import again, named, strays
from branchline.rules.promotion.carried import unexplained
from branchline.rules.sentences import listing, verb


@rule("skips-environment")
def skips_environment(update: RefUpdate) -> Iterator[Problem]:
    """A change leaves out an environment on its way up.

    An environment below the source holds it and the source does not: it was
    not tried where it should have been tried last.

    ```push
    dev: 0001 0002
    staging: 0001
    prod: 0001
    push prod: 0001 0002    -- finding
    ```

    Promote it one step at a time.

    Does not fire when the source holds the change, however it came there. With
    `promotion.mode = "ancestry"` or `"strict"` the source must have the commits,
    and a squash of them does not count.

    ```push
    dev: 0001 0002
    staging: 0001 0002
    prod: 0001
    push prod: 0001 0002
    ```
    """
    if update.source_missing:
        return
    yield from _by_commits(update)
    for promotion in update.promotions if update.by_content else ():
        early = [c for c in unexplained(promotion) if c.lower and not c.proposed]
        if early and promotion.source and update.environment:
            names = [carried.entry.change for carried in early]
            first = early[0]
            source = promotion.source
            yield Problem(
                f"{listing(names)} {verb(names, 'comes', 'come')} from {first.lower} to"
                f" {update.environment.name} and {verb(names, 'skips', 'skip')} {source.name}",
                f"promote {verb(names, 'it', 'them')} to {source.name} first:"
                f" git switch {source.branch} && git merge {first.lower}",
                Place(first.entry.path, first.entry.line),
                names[0] if len(names) == 1 else "",
            )


def _by_commits(update: RefUpdate) -> Iterator[Problem]:
    early = [each for each in strays(update) if each.lower and not each.proposed]
    if early and update.source and update.environment:
        lower, source = early[0].lower, update.source
        below = next((each.branch for each in update.way if each.name == lower), lower)
        yield Problem(
            f"{named(early)} {verb(early, 'comes', 'come')} from {lower} to"
            f" {update.environment.name} and {verb(early, 'skips', 'skip')} {source.name}",
            f"promote {verb(early, 'it', 'them')} to {source.name} first:"
            f" git switch {source.branch} && git merge --no-ff {below};"
            f" push it, then {again(update, source)}",
        )
