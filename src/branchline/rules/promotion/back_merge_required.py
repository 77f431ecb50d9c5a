"""Promotions into an environment that holds a hotfix of its own.

Until the source holds the hotfix too, what is tried there is not what runs
here.
"""

from collections.abc import Iterator
from datetime import date

from branchline.model.finding import Place, Problem
from branchline.model.refs import Carried, Owed, Promotion, RefUpdate
from branchline.rule import rule
from branchline.rules.promotion.carried import debt, promoted, retyped
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
    the hotfix: by a merge, by an equal cherry-pick, or typed again under
    another id with the same statements, which it says.

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
                f" {listing(names)}{_since(owed)}",
                f"merge {verb(names, 'it', 'them')} back first:"
                f" git switch {source.branch} && git merge {update.environment.branch}",
                Place(first.path, first.line),
                names[0] if len(names) == 1 else "",
            )
        yield from _paid(promotion, update)


def _since(owed: list[Carried]) -> str:
    oldest = min((each.owed for each in owed if each.owed), key=_begun, default=None)
    return f", owed {oldest.words}" if oldest else ""


def _begun(owed: Owed) -> date:
    return owed.since


def _paid(promotion: Promotion, update: RefUpdate) -> Iterator[Problem]:
    """Yield hotfixes that were typed again below: no debt, and about to run a second time."""
    coming = {entry.change: entry for entry in promotion.fresh}
    for carried in retyped(promotion):
        entry = coming.get(carried.twin)
        if entry and update.environment:
            yield Problem(
                f"{entry.change} says what {carried.entry.change} did on"
                f" {update.environment.name}: the debt is paid, and it would run a second time",
                "let it do nothing where that has been done already (IF NOT EXISTS), or take it"
                " out of this push",
                Place(entry.path, entry.line),
                entry.change,
                informs=True,
            )
