"""What other open branches will meet when these changes have landed.

Two people take one number, or change one table, long before Git sees a
conflict. Said while both can still be renumbered, it costs nothing. Only what
differs is read: one Git process compares all branches, by tree and blob id.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from branchline.formats import Format, get
from branchline.git.objects import Branch, Change, Repository
from branchline.git.trees import CommitTree, tree_file
from branchline.git.values import Entry as File
from branchline.git.values import is_zero
from branchline.model.changelog import (
    ChangelogDiff,
    ChangeSet,
    Entry,
    Kind,
    Order,
    Outline,
    Rival,
    Rivalry,
)
from branchline.model.settings import Changelog
from branchline.model.statement import names
from branchline.model.tree import TreeFile
from branchline.model.value import replace
from branchline.sql.analyse import Replay

DAYS = 30
"""A branch that nobody touched for so long is not about to land."""

BRANCHES = 50
"""At most so many are looked at, the newest first."""

FILES = 200
"""A branch that differs in more files is another line of development."""


class Near(NamedTuple):
    """Branches that may be about to land, by the names they are known by, the newest first.

    `left_out` says how many there are besides.
    """

    branches: list[tuple[str, Branch]]
    left_out: int


def near(branches: Iterable[tuple[str, Branch]], today: date) -> Near:
    """Choose those of `branches` that somebody has touched lately."""
    midnight = datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp()
    since = int(midnight) - DAYS * 24 * 60 * 60
    found = [(name, branch) for name, branch in branches if branch.time >= since]
    found.sort(key=lambda each: -each[1].time)
    return Near(found[:BRANCHES], max(len(found) - BRANCHES, 0))


def with_rivals(
    diff: ChangelogDiff,
    spec: Changelog,
    new: str,
    repository: Repository,
    near: Near,
) -> ChangelogDiff:
    """Return the diff with what open branches bring that its new changes will meet.

    `near` are the branches of other people that may be about to land.

    Raises:
        RepositoryError: the repository cannot answer, or the time is over.
    """
    mine = [each for each in diff.added if each.change not in diff.placed]
    if not mine:
        return diff
    spec = replace(spec, format=diff.format)
    left_out = near.left_out
    names_of = {branch.ref: name for name, branch in near.branches}
    brought = _Brought(repository, spec, get(diff.format), new)
    meeting = _Meeting(mine, diff.applied.newest(), spec, brought)
    found: list[Rival] = []
    for branch, entries in brought.by([branch for _, branch in near.branches]):
        if entries is None:
            left_out += 1
        else:
            found += meeting.with_(names_of[branch.ref], entries)
    return replace(diff, rivals=tuple(found), unseen=left_out)


_READ = 32  # changesets of others whose SQL is read
_LONG = 64 * 1024  # characters of one of them
_WHOLE = 8  # branches of which a changelog is read that is one text


class _Brought:
    """What each branch holds that `new` does not."""

    def __init__(self, repository: Repository, spec: Changelog, format_: Format, new: str) -> None:
        self._repository = repository
        self._spec = spec
        self._format = format_
        self._new = new
        self.tree = CommitTree(repository, "")  # reads by blob id

    def by(self, branches: Iterable[Branch]) -> Iterator[tuple[Branch, tuple[Entry, ...] | None]]:
        """Yield those that hold anything; None for what is too much to compare."""
        asked = [*branches]
        path = self._spec.path
        here, *there = self._repository.all_at([self._new, *(b.tip for b in asked)], path)
        others = [
            branch for branch, id_ in zip(asked, there, strict=True) if id_ not in {here, None}
        ]
        if not others:
            return
        if self._format.whole:
            yield from self._read(others)
            return
        files = self._files({branch.tree for branch in others})
        for branch in others:
            mine = files.get(branch.tree, {})
            if mine is None:
                yield branch, None
            elif mine:
                yield branch, self._format.outline(_Listed(mine), self._spec).entries

    def read(self, entry: Entry) -> ChangeSet:
        return self._format.read(self.tree, entry, self._spec)

    def _files(self, trees: set[str]) -> dict[str, dict[str, TreeFile] | None]:
        """Return, by tree, the files that are not those of `new`."""
        paths = [self._spec.path.encode("utf-8", "surrogateescape")] if self._spec.path else []
        found: dict[str, dict[str, TreeFile] | None] = {}
        base = self._repository.commit_tree(self._new)
        for tree, change in self._repository.changed_each(base, sorted(trees), paths):
            files = found.setdefault(tree, {})
            if files is None or is_zero(change.new):
                continue
            file = _after(change)
            files[file.path] = file
            if len(files) > FILES:
                found[tree] = None
        return found

    def _read(self, branches: list[Branch]) -> Iterator[tuple[Branch, tuple[Entry, ...] | None]]:
        """Yield what branches hold of a changelog whose files have to be read as one."""
        known = {each.key for each in self._outline(self._new)}
        for branch in branches[:_WHOLE]:
            entries = self._outline(branch.tip)
            yield branch, tuple(each for each in entries if each.key not in known)
        yield from ((branch, None) for branch in branches[_WHOLE:])

    def _outline(self, commit: str) -> Outline:
        return self._format.outline(CommitTree(self._repository, commit), self._spec)


class _Listed:
    """A tree of a few files, listed and never read."""

    def __init__(self, files: dict[str, TreeFile]) -> None:
        self._files = files

    def files(self, folder: str) -> Iterator[TreeFile]:
        del folder
        order = sorted(self._files, key=lambda path: path.encode("utf-8", "surrogateescape"))
        yield from (self._files[path] for path in order)

    def read(self, file: TreeFile) -> bytes | None:
        del file
        return None


class _Meeting:
    """The new changes, and what those of others have in common with them."""

    def __init__(
        self,
        mine: list[ChangeSet],
        newest: Entry | None,
        spec: Changelog,
        brought: _Brought,
    ) -> None:
        self._mine = {each.entry.id: each.entry for each in mine}
        versioned = [each.entry for each in mine if each.entry.kind is Kind.VERSIONED]
        self._last = max(versioned, key=lambda entry: entry.order, default=None)
        self._before = newest.order if newest else Order(0, ())
        self._objects = {name: each.entry for each in reversed(mine) for name in _objects(each)}
        self._spec = spec
        self._brought = brought
        self._left = _READ
        self._read: dict[tuple[str, str], frozenset[str]] = {}

    def with_(self, branch: str, entries: Iterable[Entry]) -> Iterator[Rival]:
        """Yield what one branch will meet, once for each of its changes, the gravest first."""
        for entry in entries:
            mine = self._mine.get(entry.id)
            if mine is not None and mine.path == entry.path:
                continue  # an earlier text of the same change, or a conflict that Git sees
            if mine is not None:
                yield Rival(branch, entry, mine, Rivalry.ID)
            elif self._is_late(entry) and self._last:
                yield Rival(branch, entry, self._last, Rivalry.ORDER)
            else:
                yield from self._on_one_object(branch, entry)

    def _is_late(self, entry: Entry) -> bool:
        """Whether it could have landed before, and can no more."""
        return (
            entry.kind is Kind.VERSIONED
            and self._last is not None
            and self._before[:2] < entry.order[:2] < self._last.order[:2]
        )

    def _on_one_object(self, branch: str, entry: Entry) -> Iterator[Rival]:
        shared = sorted(self._changed_by(entry) & self._objects.keys())
        if shared:
            yield Rival(branch, entry, self._objects[shared[0]], Rivalry.OBJECT, tuple(shared))

    def _changed_by(self, entry: Entry) -> frozenset[str]:
        """Return what another's change changes; nothing of one that is long or one too many."""
        key = entry.change, entry.oid
        if key not in self._read:
            if self._left <= 0:
                return frozenset()
            self._left -= 1
            changeset = self._brought.read(entry)
            short = changeset.script is not None and len(changeset.script.text) <= _LONG
            judged = Replay(self._spec.engine).judge(changeset) if short else changeset
            self._read[key] = frozenset(_objects(judged))
        return self._read[key]


def _objects(changeset: ChangeSet) -> Iterator[str]:
    for statement in changeset.statements:
        for operation in statement.operations:
            yield from map(str, names(operation))


def _after(change: Change) -> TreeFile:
    return tree_file(File(change.new_mode, "", change.new, change.path))
