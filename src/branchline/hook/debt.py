"""The debt that an emergency opens: which changes, where they have to come, and by when."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from branchline.gather.verdict import Judged
from branchline.model.settings import PromotionSettings


def opened(judged: Judged) -> tuple[str, ...]:
    """Return the changes by which an emergency opens debt: those that came past the source."""
    from branchline.rules.promotion.carried import unexplained

    found = (each for promotion in judged.update.promotions for each in unexplained(promotion))
    return tuple(each.entry.change for each in found)


def due(judged: Judged, now: datetime) -> datetime:
    """Return until when they have to be below."""
    settings = judged.trusted.settings.promotion if judged.trusted else PromotionSettings()
    return now + timedelta(seconds=settings.break_glass.debt)


def debt_words(judged: Judged, now: datetime) -> Iterator[str]:
    """Yield what an emergency leaves to be done, and by when."""
    names, update = opened(judged), judged.update
    if names and update.environment and update.source:
        from branchline.rules.sentences import listing

        below = [each.name for each in reversed(update.way[:-1])]
        way = f"branchline promote {update.environment.name} {update.source.name} --push"
        yield (
            f"branchline: debt: {listing(names)} must be in {listing(below)} as well by"
            f" {due(judged, now).date()}"
        )
        yield f"  next: {way}"
