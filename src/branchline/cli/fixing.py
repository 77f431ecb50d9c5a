"""Fix one changelog in memory, round by round, until nothing is left that can be fixed.

A round is kept only where what it fixed is no longer found and nothing broke:
what was written is judged before it is believed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from branchline.check import check
from branchline.fixes import (
    FORMATS,
    MANNERS,
    NUMBERED,
    NUMBERS,
    SUMS,
    Change,
    Edit,
    Fix,
    NewFile,
    Rename,
    limited,
    renumbered,
    split,
)
from branchline.gather.edited import Edited
from branchline.gather.files import judged
from branchline.gather.scopes import Scope
from branchline.gather.unshared import merged
from branchline.model.changelog import ChangelogDiff, ChangeSet, Entry, Oddity, Outline
from branchline.model.finding import Finding
from branchline.model.value import value
from branchline.rule import Enabled


@value
class Work:
    """One changelog with its unshared changes, as far as it has been fixed.

    `scope` reads `tree`. `shared` is what others have, None where nobody can
    tell: then what the scope holds is taken to be unshared, and its order is not
    questioned.
    `holders` says by path who has a shared change.
    """

    scope: Scope
    tree: Edited
    shared: tuple[Entry, ...] | None
    holders: Mapping[str, str]
    policy: tuple[Enabled, ...]
    now: datetime

    def entries(self) -> tuple[Entry, ...]:
        """Return the changes that may be fixed, in order."""
        shared = {entry.path for entry in self.shared or ()}
        return tuple(entry for entry in self.scope.judged() if entry.path not in shared)

    def outline(self) -> Outline:
        """Return all changes whose numbers are taken, here and where others are."""
        return merged(self.scope.outline, self.shared or ())

    def after(self, changes: Sequence[Change]) -> "Work":
        """Return the work with more changed."""
        tree = self.tree.with_changes(changes)
        scope, paths = self.scope, self.scope.paths
        if paths is not None:
            new = {each.path for each in changes if isinstance(each, NewFile)}
            paths = paths | new | {each.new for each in changes if isinstance(each, Rename)}
        outline = scope.outline if scope.is_script else scope.format.outline(tree, scope.spec)
        again = Scope(tree, scope.spec, scope.format, outline, paths)
        return Work(again, tree, self.shared, self.holders, self.policy, self.now)


@value
class Judged:
    """What stands in the changelog now, and what is found in it."""

    work: Work
    diff: ChangelogDiff
    findings: tuple[Finding, ...]


def judge(work: Work) -> Judged:
    """Judge the changes that may be fixed."""
    entries = work.entries()
    scope = work.scope
    paths = frozenset(entry.path for entry in entries)
    read = judged(Scope(work.tree, scope.spec, scope.format, scope.outline, paths), work.now.date())
    known = work.shared is not None
    diff = ChangelogDiff(
        read.changelog,
        read.format,
        applied=merged(work.shared or ()) if known else read.applied,
        added=read.added,
        strays=(*read.strays, *(s for s in scope.outline.strays if s.what is Oddity.STALE)),
        placed=frozenset() if known else read.placed,
    )
    return Judged(work, diff, check([diff], work.policy))


def fixed(state: Judged, rules: frozenset[str]) -> tuple[Judged, tuple[Fix, ...]]:
    """Fix what `rules` find; return what is left, and what was done in order."""
    done: list[Fix] = []
    for planned in _planners(state.work.scope.spec.format):
        refused: set[str] = set()
        while fixes := [fix for fix in planned(state, rules) if fix.path not in refused]:
            after = judge(state.work.after([each for fix in fixes for each in fix.changes]))
            failed = {fix.path for fix in fixes if not _holds(fix, state, after)}
            refused |= failed
            if not failed:
                state = after
                done += fixes
    return state, tuple(done)


_Planner = Callable[[Judged, frozenset[str]], Iterable[Fix]]


def _planners(format_: str) -> tuple[_Planner, ...]:
    """Return what may be done: in others' files a comment may be where a changeset begins."""
    if format_ in FORMATS or format_ in MANNERS:
        return (_numbers, _splits, _limits)
    return (_numbers, _sums) if format_ in NUMBERED else ()


def _numbers(state: Judged, rules: frozenset[str]) -> Iterator[Fix]:
    work = state.work
    late = {found.change for found in state.findings if found.rule in rules & NUMBERS}
    if not late or work.scope.is_script:
        return
    entries = work.entries()
    first = next(at for at, entry in enumerate(entries) if entry.change in late)
    paths = {entry.path for entry in entries}
    others = [entry for entry in work.outline() if entry.path not in paths]
    newest = merged(others, entries[:first]).newest()
    if newest is not None:
        # A time is taken anew only to come after what others have.
        clock = work.now.strftime("%Y%m%d%H%M%S") if newest in others else "0" * 14
        changes = tuple(renumbered(work.scope.spec.format, entries[first:], newest, clock))
        found = frozenset(each.rule for each in state.findings if each.rule in rules & NUMBERS)
        if changes:
            yield Fix(changes[0].old, found, (*changes, *_derived(work, changes)))


def _sums(state: Judged, rules: frozenset[str]) -> Iterator[Fix]:
    """Bring files up to date that follow from the others, where only unshared ones changed."""
    if not any(found.rule in rules & SUMS for found in state.findings):
        return
    changes = _derived(state.work)
    if changes:
        yield Fix(changes[0].path, SUMS, changes)


def _derived(work: Work, changes: Sequence[Change] = ()) -> tuple[Edit | NewFile, ...]:
    """Return what makes files fit that follow from the others; nothing where a shared one differs.

    A sum that was made anew would hide that a change was edited which others ran.
    """
    derived = work.scope.format.derived
    if derived is None:
        return ()
    tree = work.tree.with_changes(changes)
    wanted = dict(derived(tree, work.scope.spec))
    there = {path: tree.text(path) for path in wanted if [*tree.files(path)]}
    if any(not _keeps(work, path, text or "", wanted[path]) for path, text in there.items()):
        return ()
    return tuple(
        Edit(path, 0, len(there[path] or ""), text) if path in there else NewFile(path, text)
        for path, text in wanted.items()
        if there.get(path) != text
    )


def _keeps(work: Work, path: str, before: str, after: str) -> bool:
    """Whether what a file says about the changes that others have stays as it is."""
    shared = {entry.path.rpartition("/")[2] for entry in work.shared or ()}
    if path.rpartition("/")[2] in shared:
        return before == after
    lines = {line for line in before.splitlines() if line.split(" h1:")[0] in shared}
    return lines <= {*after.splitlines()}


def _splits(state: Judged, rules: frozenset[str]) -> Iterator[Fix]:
    work = state.work
    format_ = "" if work.scope.is_script else work.scope.spec.format
    for changeset, findings in _faulty(state, rules):
        texts = _texts(work, changeset)
        fix = split(changeset, findings, texts, work.outline(), format_) if texts else None
        if fix is not None:
            yield fix


def _limits(state: Judged, rules: frozenset[str]) -> Iterator[Fix]:
    for changeset, findings in _faulty(state, rules):
        texts = _texts(state.work, changeset)
        fix = limited(changeset, findings, texts) if texts else None
        if fix is not None:
            yield fix


def _faulty(state: Judged, rules: frozenset[str]) -> Iterator[tuple[ChangeSet, list[Finding]]]:
    found: dict[str, list[Finding]] = {}
    for finding in state.findings:
        if finding.rule in rules:
            found.setdefault(finding.change, []).append(finding)
    for changeset in state.diff.added:
        if changeset.change in found and not changeset.flaw:
            yield changeset, found[changeset.change]


def _texts(work: Work, changeset: ChangeSet) -> dict[str, str]:
    """Return the texts of a changeset's files; nothing where one cannot be read."""
    entry = changeset.entry
    texts = {path: work.tree.text(path) for path in (entry.path, *dict(entry.companions))}
    known = {path: text for path, text in texts.items() if text is not None}
    return known if len(known) == len(texts) else {}


def _holds(fix: Fix, before: Judged, after: Judged) -> bool:
    """Whether what a fix was for is gone, and nothing is broken that was whole."""
    new = {each.path for each in fix.changes if isinstance(each, NewFile)}
    names = {each.old: each.new for each in fix.changes if isinstance(each, Rename)}
    touched = {fix.path} | {each.path for each in fix.changes if not isinstance(each, Rename)}
    then = [found for found in before.findings if found.place.path in touched | names.keys()]
    now = [
        found for found in after.findings if found.place.path in touched | new | {*names.values()}
    ]
    fewer = _count(now, fix.rules) < _count(then, fix.rules)
    return fewer and _count(now, _BROKEN) <= _count(then, _BROKEN)


def _count(findings: Iterable[Finding], rules: frozenset[str]) -> int:
    return sum(finding.rule in rules for finding in findings)


_BROKEN = frozenset(
    (
        "concurrent-in-transaction",
        "duplicate-id",
        "integrity-file-stale",
        "mixed-tx-modes",
        "not-in-transaction",
        "out-of-order",
        "set-local-outside-tx",
        "unparsable-statement",
        "unreadable-change",
        "unused-allowance",
        "validate-same-tx",
    )
)
"""What no fix may bring about."""
