"""Which changes a push brings into an environment, and who else holds them.

Changes are compared, never commits: a squash, a rebase and a cherry-pick bring
the same changes as a merge. Outlines may leave out what is equal on all sides,
so that the cost is that of the push and not of the changelog.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from branchline.model.changelog import Entry, Kind, Outline
from branchline.model.environments import Environment
from branchline.model.refs import Carried, Clash, Promotion
from branchline.model.value import value

Same = Callable[[Entry, Entry], bool]
"""Whether two changes with one id are one change: equal path (if that counts) and content."""

Named = tuple[str, Outline]


def is_repeatable(entry: Entry) -> bool:
    """Whether a change is repeatable by its name."""
    return entry.kind is Kind.REPEATABLE


@value
class Sides:
    """One changelog, as all who are asked hold it.

    `source` is the environment that changes come from (None for the first one),
    `at_source` what its branch holds and `proposed` what it would after this
    push. `uppers` and `lowers` (below the source) are named, nearest first.
    `bases` are merge bases of the new tip and the source that the push brings.
    `again` says whether a change runs whenever its text is another one.
    """

    old: Outline = Outline()
    new: Outline = Outline()
    source: Environment | None = None
    at_source: Outline = Outline()
    proposed: Outline = Outline()
    uppers: tuple[Named, ...] = ()
    lowers: tuple[Named, ...] = ()
    bases: tuple[Outline, ...] = ()
    again: Callable[[Entry], bool] = is_repeatable


class Holder:
    """The changes of one outline, found by id."""

    def __init__(self, outline: Iterable[Entry], same: Same) -> None:
        self._same = same
        self._by_id: dict[str, list[Entry]] = {}
        for entry in outline:
            self._by_id.setdefault(entry.id, []).append(entry)

    def find(self, entry: Entry) -> Entry | None:
        """Return the change with the id of `entry`, the one at its path where several share it."""
        found = self._by_id.get(entry.id, ())
        here = (each for each in found if each.path == entry.path)
        return next(here, found[0] if found else None)

    def holds(self, entry: Entry) -> bool:
        """Whether the very same change is here."""
        found = self.find(entry)
        return found is not None and self._same(found, entry)


def promotion(changelog: str, sides: Sides, same: Same) -> Promotion:
    """Compare what a push would leave in one changelog with what others hold."""
    old, new, source = (
        Holder(sides.old, same), Holder(sides.new, same), Holder(sides.at_source, same)
    )  # fmt: skip
    uppers = [(name, Holder(outline, same)) for name, outline in sides.uppers]
    fresh = tuple(entry for entry in sides.new if _is_fresh(entry, old))
    clashes = _clashes(fresh, uppers)
    if sides.source is None:
        return Promotion(changelog, None, fresh, clashes=clashes)
    missing = tuple(
        entry
        for entry in sides.at_source
        if entry.kind is not Kind.REPEATABLE and new.find(entry) is None
    )
    merged = {entry.id for base in sides.bases for entry in base}
    lost = tuple(each for each in missing if each.id in merged and old.find(each) is None)
    carried = tuple(_carried(sides, same, old, source, uppers))
    bases = [Holder(base, same) for base in sides.bases]
    below = [
        clash
        for clash in _clashes(sides.new, [(sides.source.name, source)])
        if not _lags(clash.entry, source, old, bases) or not sides.again(clash.entry)
    ]
    return Promotion(changelog, sides.source, fresh, carried, (*below, *clashes), missing, lost)


def _is_fresh(entry: Entry, old: Holder) -> bool:
    """A repeatable change is as new as its text."""
    if entry.kind is Kind.REPEATABLE:
        return not old.holds(entry)
    return old.find(entry) is None


def _clashes(entries: Iterable[Entry], holders: Sequence[tuple[str, Holder]]) -> tuple[Clash, ...]:
    pairs = ((entry, name, holder) for entry in entries for name, holder in holders)
    return tuple(
        Clash(entry, other, name)
        for entry, name, holder in pairs
        if entry.kind is not Kind.REPEATABLE
        and (other := holder.find(entry)) is not None
        and not holder.holds(entry)
    )


def _carried(
    sides: Sides, same: Same, old: Holder, source: Holder, uppers: list[tuple[str, Holder]]
) -> Iterator[Carried]:
    proposed = Holder(sides.proposed, same)
    lowers = [(name, Holder(outline, same)) for name, outline in sides.lowers]
    bases = [Holder(outline, same) for outline in sides.bases]
    for entry in sides.new:
        if source.holds(entry):
            continue
        if entry.kind is Kind.REPEATABLE:
            if _lags(entry, source, old, bases):
                continue
        elif source.find(entry) is not None:
            continue  # a clash
        yield Carried(
            entry,
            not _is_fresh(entry, old),
            _first(uppers, entry),
            _first(lowers, entry),
            proposed.holds(entry),
        )


def _lags(entry: Entry, source: Holder, old: Holder, bases: Iterable[Holder]) -> bool:
    """Whether a text is an older one of the source's, promoted as it was."""
    if old.holds(entry) and source.find(entry) is not None:
        return True
    return any(base.holds(entry) for base in bases)


def _first(holders: Iterable[tuple[str, Holder]], entry: Entry) -> str:
    return next((name for name, holder in holders if holder.holds(entry)), "")
