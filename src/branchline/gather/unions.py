"""Merges whose changelogs are not the union of what they merge.

A changelog only grows, so what a merge makes of it follows from its parents,
path by path: what they agree on, and else what one of them made of what the
others left as it was. Where several changes share a file, or Git merged two
edits of one, the paths say too little: then what Git would merge is compared,
and at last the changes themselves.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property

from branchline.errors import ConfigError
from branchline.formats import choose, told
from branchline.gather.states import States
from branchline.git.merges import remerged
from branchline.git.objects import Commit, Repository
from branchline.git.trees import CommitTree
from branchline.git.values import is_zero
from branchline.model.ancestry import EvilMerge
from branchline.model.changelog import Entry
from branchline.model.settings import Changelog, Settings

Unchanged = Callable[[int, int], bool]
"""Whether the parent of the first number left as it was what the second one's history has."""


def evil_merges(
    merges: Sequence[Commit], repository: Repository, settings: Settings
) -> Iterator[EvilMerge]:
    """Yield the merges that add, edit or drop something of a changelog by themselves.

    Raises:
        RepositoryError: the repository cannot answer, or the time is over.
    """
    for merge in merges:
        touched = [
            spec
            for spec in settings.changelogs
            if len(set(repository.all_at([merge.oid, *merge.parents], spec.path))) > 1
        ]
        if touched:
            found = _Merge(merge, touched, repository, settings).evil()
            if found is not None:
                yield found


def is_union(made: object, sides: Sequence[object], unchanged: Unchanged) -> bool:
    """Whether what a merge made of one thing follows from what its parents have of it."""
    right = [number for number, side in enumerate(sides) if side == made]
    wrong = [number for number, side in enumerate(sides) if side != made]
    return bool(right) and all(any(unchanged(i, j) for j in right) for i in wrong)


def is_restored(made: object, sides: Sequence[object]) -> bool:
    """Whether a merge brings what the branch itself, the first side, took out and all others have.

    Git takes such a thing for merged and leaves it out; whoever promotes it once more has to
    put it back.
    """
    return len(sides) > 1 and all(side == made for side in sides[1:])


class _Merge:
    """One merge, and what can be asked about it; everything is asked at most once."""

    def __init__(
        self,
        merge: Commit,
        specs: Sequence[Changelog],
        repository: Repository,
        settings: Settings,
    ) -> None:
        self._merge = merge
        self._specs = specs
        self._repository = repository
        self._settings = settings
        self._paths = [spec.path.encode("utf-8", "surrogateescape") for spec in specs if spec.path]
        if len(self._paths) < len(specs):
            self._paths = []  # the whole repository is one
        self._forks: dict[tuple[int, int], tuple[str, ...]] = {}
        self._changes: dict[tuple[str, int], frozenset[bytes]] = {}

    def evil(self) -> EvilMerge | None:
        suspects = [path for path in self._sides if not self._is_union(path)]
        if suspects:
            suspects = self._without_remerged(suspects)
        if suspects:
            explained = {path for spec in self._specs for path in self._explained(spec)}
            suspects = [path for path in suspects if path.decode(*_ESCAPED) not in explained]
        if not suspects:
            return None
        return EvilMerge(
            self._merge.oid,
            self._merge.subject,
            *(tuple(self._named(suspects, which)) for which in ("added", "edited", "dropped")),
        )

    @cached_property
    def _trees(self) -> tuple[str, ...]:
        return tuple(map(self._repository.commit_tree, self._merge.parents))

    @cached_property
    def _sides(self) -> dict[bytes, tuple[str, list[str]]]:
        """What the merge and each of its parents have at every path that differs from any."""
        tree = self._repository.commit_tree(self._merge.oid)
        found: dict[bytes, tuple[str, dict[str, str]]] = {}
        others = [each for each in dict.fromkeys(self._trees) if each != tree]
        for other, change in self._repository.changed_each(tree, others, self._paths):
            made = f"{change.old_mode} {change.old}"
            found.setdefault(change.path, (made, {}))[1][other] = f"{change.new_mode} {change.new}"
        return {
            path: (made, [there.get(tree, made) for tree in self._trees])
            for path, (made, there) in found.items()
        }

    def _is_union(self, path: bytes) -> bool:
        made, sides = self._sides[path]
        if _is_absent(sides[0]) and is_restored(made, sides):
            return True

        def unchanged(i: int, j: int) -> bool:
            bases = self._between(i, j)
            if not bases:  # unrelated histories began with nothing
                return _is_absent(sides[i])
            return any(path not in self._since(base, i) for base in bases)

        return is_union(made, sides, unchanged)

    def _between(self, one: int, other: int) -> tuple[str, ...]:
        key = (min(one, other), max(one, other))
        if key not in self._forks:
            parents = self._merge.parents
            self._forks[key] = self._repository.merge_bases(parents[one], parents[other])
        return self._forks[key]

    def _since(self, base: str, parent: int) -> frozenset[bytes]:
        """The paths that a parent changed since a merge base."""
        key = (base, parent)
        if key not in self._changes:
            pair = self._repository.commit_tree(base), self._trees[parent]
            changed = self._repository.changed(*pair, self._paths) if pair[0] != pair[1] else ()
            self._changes[key] = frozenset(change.path for change in changed)
        return self._changes[key]

    def _without_remerged(self, suspects: list[bytes]) -> list[bytes]:
        """Leave out what Git makes of the parents by itself, as in a file that both sides wrote."""
        with remerged(self._repository, self._merge.parents) as remade:
            if remade is None:
                return suspects
            view, tree = remade
            own = self._repository.commit_tree(self._merge.oid)
            other = {change.path for change in view.changed(tree, own, self._paths)}
        return [path for path in suspects if path in other]

    def _explained(self, spec: Changelog) -> Iterator[str]:
        """Yield the files of a changelog whose changes, one by one, are those of the parents."""
        tree = CommitTree(self._repository, self._merge.oid)
        with suppress(ConfigError):  # where nobody can read it, the paths say all there is
            format_ = choose(tree, spec)
            states = States(self._repository, told(tree, spec, format_), format_)
            yield from self._files_of_unions(states)

    def _files_of_unions(self, states: States) -> Iterator[str]:
        same = states.same(self._settings.promotion)

        def held(commit: str) -> dict[str, Entry]:
            return {entry.id: entry for entry in states.whole(commit)}

        made, sides = held(self._merge.oid), [held(each) for each in self._merge.parents]
        evil: set[str] = set()
        files: set[str] = set()
        for id_ in dict.fromkeys(id_ for each in (made, *sides) for id_ in each):
            entries = [each.get(id_) for each in (made, *sides)]
            kinds = _numbered(entries, same)

            def unchanged(i: int, j: int, id_: str = id_) -> bool:
                here = sides[i].get(id_)
                there = [held(base).get(id_) for base in self._between(i, j)] or [None]
                return any(len({*_numbered([here, each], same)}) == 1 for each in there)

            paths = {entry.path for entry in entries if entry}
            files |= paths
            back = kinds[1] == _NOTHING and is_restored(kinds[0], kinds[1:])
            if not back and not is_union(kinds[0], kinds[1:], unchanged):
                evil |= paths
        yield from files - evil

    def _named(self, paths: Iterable[bytes], which: str) -> Iterator[str]:
        for path in paths:
            made, sides = self._sides[path]
            new = all(map(_is_absent, sides))
            if which == ("dropped" if _is_absent(made) else "added" if new else "edited"):
                yield path.decode(*_ESCAPED)


_ESCAPED = ("utf-8", "surrogateescape")
_NOTHING = -1


def _is_absent(entry: str) -> bool:
    return is_zero(entry.partition(" ")[2])


def _numbered(entries: Sequence[Entry | None], same: Callable[[Entry, Entry], bool]) -> list[int]:
    """Give equal changes equal numbers, so that they compare; -1 stands for none."""
    kinds: list[Entry] = []
    numbers = []
    for entry in entries:
        if entry is None:
            numbers.append(_NOTHING)
            continue
        known = next((n for n, kind in enumerate(kinds) if same(kind, entry)), len(kinds))
        if known == len(kinds):
            kinds.append(entry)
        numbers.append(known)
    return numbers
