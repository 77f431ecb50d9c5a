"""Which carried changes have no right to be there, told once for three rules.

Debt, a change that the old tip held, is not among them: it was let in once,
and keeps only new changes out.
"""

from branchline.model.refs import Carried, Promotion


def unexplained(promotion: Promotion) -> list[Carried]:
    """Return new changes that neither the source nor an environment above holds."""
    return [each for each in promotion.carried if not (each.was_here or each.upper)]


def debt(promotion: Promotion) -> list[Carried]:
    """Return old changes that neither the source nor an environment above holds.

    One that the source holds under another id, word for word, is paid.
    """
    return [each for each in _owed(promotion) if not each.twin]


def retyped(promotion: Promotion) -> list[Carried]:
    """Return old changes that the source says under another id."""
    return [each for each in _owed(promotion) if each.twin]


def promoted(promotion: Promotion) -> list[str]:
    """Return the names of new changes that are not merged back from above."""
    back = {each.entry.id for each in promotion.carried if each.upper}
    return [entry.change for entry in promotion.fresh if entry.id not in back]


def _owed(promotion: Promotion) -> list[Carried]:
    return [each for each in promotion.carried if each.was_here and not each.upper]
