"""Changes that reach an environment past the one below it.

What decides is which changes a branch holds, not which commits: a squash, a
rebase and a cherry-pick promote as well as a merge does.
"""

from collections.abc import Iterator

from branchline.model.environments import Environment
from branchline.model.finding import Place, Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.by_commits import LONG, again, are_copies, named, strays
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

    With `promotion.mode = "ancestry"` or `"strict"` the same is asked of commits:
    each must be a merge, or come from the source or an environment above. A
    squash, a rebase and a cherry-pick of the source are none of these.

    ```push
    dev: 0001 0002
    staging: 0001
    push staging: 0001 0002 (commits squash)    -- finding
    ```

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
    yield from _by_commits(update)
    for promotion in update.promotions if update.by_content else ():
        stray = [c for c in unexplained(promotion) if not (c.lower or c.proposed)]
        if stray and promotion.source and update.environment:
            names = [carried.entry.change for carried in stray]
            first = stray[0].entry
            start, then = _way(update, promotion.source)
            yield Problem(
                f"{listing(names)} {verb(names, 'reaches', 'reach')} {update.environment.name}"
                f" before {promotion.source.name}",
                f"merge {verb(names, 'it', 'them')} into {start.name} first:"
                f" git switch {start.branch} && git merge <branch>{then}",
                Place(first.path, first.line),
                names[0] if len(names) == 1 else "",
            )


def _by_commits(update: RefUpdate) -> Iterator[Problem]:
    stray = [each for each in strays(update) if not (each.lower or each.proposed)]
    source = update.source
    if not stray or source is None:
        return
    name = update.environment.name if update.environment else ""
    if are_copies(update):
        yield Problem(
            f"{named(stray)} {verb(stray, 'reaches', 'reach')} {name} and"
            f" {verb(stray, 'is', 'are')} not in {source.name}, which holds the same changes:"
            " a squash, a rebase or a cherry-pick",
            f"merge {source.branch} instead: {again(update, source)}",
        )
        return
    start, then = _way(update, source)
    yield Problem(
        f"{named(stray)} {verb(stray, 'reaches', 'reach')} {name} before {source.name},"
        f" and {verb(stray, 'is', 'are')} no {verb(stray, 'merge', 'merges')}",
        f"merge {verb(stray, 'it', 'them')} into {start.name} first: git switch {start.branch}"
        f" && git merge {stray[-1].oid[:LONG]}{then or f'; then {again(update, source)}'}",
    )


def _way(update: RefUpdate, source: Environment) -> tuple[Environment, str]:
    """Where changes are born, and how they go on where that is not the source itself."""
    start = update.way[0] if update.way else source
    way = " -> ".join(environment.name for environment in update.way)
    return start, f"; then promote: {way}" if start != source else ""
