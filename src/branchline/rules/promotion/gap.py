"""Changes left behind by a later one.

Tools that keep only the newest version never run what was left behind; others
run it in another order than the source did.
"""

from collections.abc import Iterator

from branchline.model.changelog import Entry, Kind
from branchline.model.finding import Place, Problem
from branchline.model.refs import Promotion, RefUpdate
from branchline.rule import rule
from branchline.rules.sentences import listing, verb


@rule("gap")
def gap(update: RefUpdate) -> Iterator[Problem]:
    """A change is promoted and an earlier one is left behind.

    The source ran them in order. Here the later one runs without the earlier
    one, which it may need.

    ```push
    dev: 0001 0002 0003
    staging: 0001
    push staging: 0001 0003    -- finding
    ```

    Promote both, or all up to it.

    Does not fire when the later ones wait, on repeatable changes, or with
    `promotion.gaps = "allow"`.

    ```push
    dev: 0001 0002 0003
    staging: 0001
    push staging: 0001 0002
    ```
    """
    for promotion in update.promotions:
        last = _last(promotion)
        left = [entry for entry in promotion.missing if last and entry.order < last.order]
        if left and last and promotion.source and update.environment:
            names = [entry.change for entry in left]
            yield Problem(
                f"{last.change} reaches {update.environment.name} without {listing(names)},"
                f" which {verb(names, 'comes', 'come')} before it in {promotion.source.name}",
                f"promote {verb(names, 'it', 'them')} too: git switch {update.environment.branch}"
                f" && git merge {promotion.source.branch}",
                Place(last.path, last.line),
                last.change,
            )


def _last(promotion: Promotion) -> Entry | None:
    """The last new change that the source holds."""
    others = {carried.entry.id for carried in promotion.carried}
    taken = [
        entry
        for entry in promotion.fresh
        if entry.kind is not Kind.REPEATABLE and entry.id not in others
    ]
    return max(taken, key=lambda entry: entry.order, default=None)
