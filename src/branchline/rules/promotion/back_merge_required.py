"""Promotions into an environment that holds a hotfix of its own.

Until the source holds the hotfix too, what is tried there is not what runs
here.
"""

from collections.abc import Iterator

from branchline.model.finding import Place, Problem
from branchline.model.refs import RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.carried import debt, promoted
from branchline.rules.sentences import listing, verb


@rule("back-merge-required")
def back_merge_required(update: RefUpdate) -> Iterator[Problem]:
    """New changes reach an environment that holds one its source still lacks.

    A hotfix went in past the gates. The next promotion was tried without it,
    and would run on top of it.

    ```push
    dev: 0001 0002
    staging: 0001 0099
    push staging: 0001 0002 0099    -- finding
    ```

    Merge the hotfix back into the source, then promote.

    Does not fire when the push brings no change, only warns with
    `promotion.back_merge = "warn"`, and is over as soon as the source holds
    the hotfix.

    ```push
    dev: 0001 0002 0099
    staging: 0001 0099
    push staging: 0001 0002 0099
    ```
    """
    for promotion in update.promotions:
        owed = debt(promotion)
        news = promoted(promotion)
        if owed and news and promotion.source and update.environment:
            names = [carried.entry.change for carried in owed]
            first = owed[0].entry
            source = promotion.source
            yield Problem(
                f"{update.environment.name} would take {listing(news)} while {source.name} lacks"
                f" {listing(names)}",
                f"merge {verb(names, 'it', 'them')} back first:"
                f" git switch {source.branch} && git merge {update.environment.branch}",
                Place(first.path, first.line),
                names[0] if len(names) == 1 else "",
            )
