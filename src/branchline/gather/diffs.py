"""What a push changes in one changelog: which changes are new, edited, gone or renamed.

Whether an edit counts is decided here and not in a rule: by the checksum, by
the kind of the change, and by who holds it already.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from branchline.gather.commented import same_sql
from branchline.gather.states import States, runs_on_change, without_text
from branchline.model.changelog import (
    ChangelogDiff,
    ChangeSet,
    Edit,
    Entry,
    Kind,
    Outline,
    Rename,
    Reversal,
    Stray,
)
from branchline.model.settings import Changelog, PromotionSettings
from branchline.model.value import value


@value
class Comparison:
    """One changelog before and after, each without what is equal on both sides.

    `kept` says whether a change may no longer be edited, renamed or taken
    away; `placed` whether a new one is held elsewhere already. `above` is the
    newest change of each environment above.
    """

    spec: Changelog
    settings: PromotionSettings
    old: Outline
    new: Outline
    kept: Callable[[Entry], bool]
    placed: Callable[[Entry], bool]
    environment: str = ""
    above: tuple[tuple[str, Entry], ...] = ()


def changelog_diff(comparison: Comparison, states: States, applied: Outline) -> ChangelogDiff:
    """Compare; `applied` is all that was there before, equal or not.

    Raises:
        RepositoryError: there is too much to read.
    """
    sorted_ = _sorted(comparison)
    judged = [_judged(pair, comparison, states) for pair in sorted_.pairs]
    renamed, gone, added = _renamed(sorted_, comparison)
    renamed += [one for one in judged if isinstance(one, Rename)]
    removed = [entry for entry in gone if comparison.kept(entry)]
    taken = {entry.key for entry in gone if not comparison.kept(entry)}
    now = {
        before.key: after
        for before, after in sorted_.pairs
        if before.path == after.path and before.moved_to(after) is not before
    }
    return ChangelogDiff(
        comparison.spec.name,
        comparison.spec.format,
        applied=_placed(Outline(tuple(e for e in applied if e.key not in taken)), now),
        added=tuple(states.read(entry) for entry in added),
        changed=(
            *(one for one in judged if isinstance(one, ChangeSet)),
            *(states.read(script) for script in _new_scripts(comparison)),
        ),
        edited=tuple(one for one in judged if isinstance(one, Edit)),
        undone=tuple(_undone(sorted_.pairs, comparison, states)),
        removed=tuple(entry for entry in removed if entry.kind is not Kind.REPEATABLE),
        renamed=tuple(renamed),
        relined=_relined(sorted_.pairs, comparison),
        strays=_new_strays(comparison),
        placed=frozenset(entry.change for entry in added if comparison.placed(entry)),
        above=comparison.above,
        identity=comparison.settings.identity,
        environment=comparison.environment,
        takes_late=comparison.spec.takes_late,
    )


class _Pair(NamedTuple):
    before: Entry
    after: Entry


class _Sorted(NamedTuple):
    pairs: list[_Pair]
    gone: list[Entry]
    added: list[Entry]


def _sorted(comparison: Comparison) -> _Sorted:
    """Pair what was there with what is there: by id and path, then by id alone."""
    left: dict[tuple[str, str], list[Entry]] = {}
    for entry in comparison.old:
        left.setdefault(entry.key, []).append(entry)
    pairs, unknown = [], []
    for entry in comparison.new:
        same = left.get(entry.key)
        if same:
            pairs.append(_Pair(same.pop(0), entry))
        else:
            unknown.append(entry)
    by_id: dict[str, list[Entry]] = {}
    for entry in (entry for several in left.values() for entry in several):
        by_id.setdefault(entry.id, []).append(entry)
    added = []
    for entry in unknown:
        same_id = by_id.get(entry.id)
        if same_id:
            pairs.append(_Pair(same_id.pop(0), entry))
        else:
            added.append(entry)
    gone = [entry for entries in by_id.values() for entry in entries]
    return _Sorted(pairs, gone, added)


def _renamed(
    found: _Sorted, comparison: Comparison
) -> tuple[list[Rename], list[Entry], list[Entry]]:
    """Tell what is gone and came back under another id from what is gone, and what is new."""
    by_content = {(e.oid, e.line): e for e in found.gone if e.oid and e.kind is not Kind.REPEATABLE}
    renames, added = [], []
    for entry in found.added:
        before = by_content.get((entry.oid, entry.line))
        if before is not None and comparison.kept(before):
            del by_content[entry.oid, entry.line]
            renames.append(Rename(before, entry))
        else:
            added.append(entry)
    moved = {rename.before for rename in renames}
    return renames, [entry for entry in found.gone if entry not in moved], added


def _judged(
    pair: _Pair, comparison: Comparison, states: States
) -> ChangeSet | Edit | Rename | None:
    """Return what a pair comes to; None when nothing happened that counts."""
    before, after = pair
    if before.oid == after.oid and before.path == after.path:
        return None
    equal = states.same_content(before, after, comparison.settings.checksum)
    if after.kind is Kind.REPEATABLE:
        return None if equal else states.read(after)
    kept = comparison.kept(before)
    if equal:
        moved = states.moved(before, after, comparison.settings)
        return Rename(before, after) if moved and kept else None
    changeset, ran = states.read(after), states.peek(before)
    if kept and not (_ran_on_change(ran, changeset) or _vouched(ran, changeset)):
        same = same_sql(ran, changeset, comparison.spec.engine.dialect)
        return Edit(without_text(ran), without_text(changeset), same)
    return changeset


def _undone(pairs: list[_Pair], comparison: Comparison, states: States) -> Iterator[Edit]:
    """Yield what is the change that ran, with another way back: no checksum tells."""
    for before, after in pairs:
        if after.kind is Kind.REPEATABLE or states.same_way_back(before, after):
            continue
        if not comparison.kept(before):
            continue
        if states.same_content(before, after, comparison.settings.checksum):
            was, now = states.peek(before), states.peek(after)
            if was.reversal is Reversal.PRESENT and not now.flaw:
                yield Edit(without_text(was), without_text(now))


def _relined(pairs: list[_Pair], comparison: Comparison) -> tuple[Rename, ...]:
    """Return what a tool with ids made of all before would no longer know as what it ran."""
    found = (pair for pair in pairs if pair.before.lineage and pair.after.lineage)
    other = (pair for pair in found if pair.before.lineage != pair.after.lineage)
    kept = (pair for pair in other if comparison.kept(pair.before))
    return tuple(Rename(*pair) for pair in sorted(kept, key=lambda pair: pair.before.order))


def _ran_on_change(before: ChangeSet, after: ChangeSet) -> bool:
    """Whether it may be edited: it could before, and was not made so by the edit itself."""
    return runs_on_change(before) and runs_on_change(after)


def _vouched(before: ChangeSet, after: ChangeSet) -> bool:
    """Whether an edit names the sum of what ran, or its own, as one that counts as well."""
    sums = {words for name, said in after.attributes if name in _SUMS for words in said.split(",")}
    sums = {each.strip().lower() for each in sums}
    return not sums.isdisjoint({*_ANY_SUM, before.checksum, after.checksum})


_SUMS = frozenset({"validCheckSum", "validCheckSums"})
_ANY_SUM = frozenset({"any", "all", "*", "1:any"})


def _placed(applied: Outline, now: dict[tuple[str, str], Entry]) -> Outline:
    """Return what was there in the places it has now: in a file of many, others move it."""
    if not now:
        return applied
    return Outline(tuple(e.moved_to(now.get(e.key, e)) for e in applied))


def _new_scripts(comparison: Comparison) -> Iterator[Entry]:
    """Yield what runs beside the changes and was not there before, or says something else."""
    before = {(script.path, script.oid, script.companions) for script in comparison.old.scripts}
    for script in comparison.new.scripts:
        if (script.path, script.oid, script.companions) not in before:
            yield script


def _new_strays(comparison: Comparison) -> tuple[Stray, ...]:
    before = set(comparison.old.strays)
    return tuple(stray for stray in comparison.new.strays if stray not in before)
