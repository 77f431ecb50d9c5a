"""Changes that reach an environment past the one below it.

What decides is which changes a branch holds, not which commits: a squash, a
rebase and a cherry-pick promote as well as a merge does.
"""

from collections.abc import Iterator

from branchline.model.finding import Place, Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.carried import unexplained
from branchline.rules.sentences import listing, verb


@rule("not-in-source")
def not_in_source(update: RefUpdate) -> Iterator[Problem]:
    """A change reaches an environment before the one it should come from.

    It was tried nowhere. The environment below exists so that a change fails
    there first.

    ```push
    dev: 0001
    staging: 0001
    push staging: 0001 0002    -- finding
    ```

    Merge it into the source's branch first, and promote it from there. In an
    emergency, break the glass and merge it back afterwards.

    Does not fire on the first environment, where changes are born, or on a
    hotfix that an environment above holds and that is merged back.

    ```push
    dev: 0001
    staging: 0001
    prod: 0001 0099
    push staging: 0001 0099
    ```
    """
    if update.source_missing:
        return
    for promotion in update.promotions:
        stray = [c for c in unexplained(promotion) if not (c.lower or c.proposed)]
        if stray and promotion.source and update.environment:
            names = [carried.entry.change for carried in stray]
            first = stray[0].entry
            start = update.way[0] if update.way else promotion.source
            way = " -> ".join(environment.name for environment in update.way)
            then = f"; then promote: {way}" if start != promotion.source else ""
            yield Problem(
                f"{listing(names)} {verb(names, 'reaches', 'reach')} {update.environment.name}"
                f" before {promotion.source.name}",
                f"merge {verb(names, 'it', 'them')} into {start.name} first:"
                f" git switch {start.branch} && git merge <branch>{then}",
                Place(first.path, first.line),
                names[0] if len(names) == 1 else "",
            )
