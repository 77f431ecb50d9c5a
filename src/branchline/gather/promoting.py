"""What a promotion would be: a tree, what it brings, what it leaves and what is lost.

A merge is drafted on objects alone; whether it may happen is for the verdict to
say, which a push meets as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from branchline.errors import RepositoryError, UsageError
from branchline.formats import choose, told
from branchline.gather.states import States
from branchline.git.history import Step, removed_by, steps
from branchline.git.making import File, joined, with_files
from branchline.git.objects import Repository
from branchline.git.trees import CommitTree
from branchline.model.changelog import Entry, Kind, Outline
from branchline.model.environments import Environment, Pipeline
from branchline.model.settings import Changelog, Settings
from branchline.model.value import value
from branchline.toml.nearest import did_you_mean


@value
class Wish:
    """What is asked for: `head` is to be merged into `base`, which is empty for a new branch.

    `without` names changes to leave behind; `restore` brings back what was
    promoted once and taken away again, which no merge does. `labels` are what the
    two branches are called where they count: `origin/dev`.
    """

    source: Environment
    target: Environment
    head: str
    base: str = ""
    without: tuple[str, ...] = ()
    restore: bool = False
    labels: tuple[str, str] = ("", "")


@value
class Draft:
    """A promotion before it is a commit; no parents: the head itself will do.

    `brought` are the changes that run once and that the target lacks. `lost` are
    those that Git takes for merged and that are not there; `mended` are files
    in which Git saw a conflict and there is none. `empty` says that there is
    nothing to commit.
    """

    tree: str
    parents: tuple[str, ...] = ()
    brought: tuple[Entry, ...] = ()
    left: tuple[Entry, ...] = ()
    lost: tuple[Entry, ...] = ()
    restored: tuple[Entry, ...] = ()
    mended: tuple[str, ...] = ()
    empty: bool = False


@value
class Waiting:
    """A change that `holder` has and `environment`, which takes changes from it, has not."""

    entry: Entry
    holder: str
    environment: str


def drafted(repository: Repository, settings: Settings, wish: Wish) -> Draft:
    """Merge as far as Git and the wish allow; nothing moves.

    Raises:
        RepositoryError: files conflict, or what is lost cannot be put back.
        UsageError: a change cannot be left behind.
    """
    if not wish.base:
        if wish.without:
            raise UsageError(
                f"{wish.target.name} has no branch yet, so it begins as {wish.source.name} is",
                "make the branch first, and leave changes behind in a promotion after it",
            )
        return Draft(repository.commit_tree(wish.head))
    held = wish.head == wish.base or repository.is_ancestor(wish.head, wish.base)
    tree, mended = _merged(repository, wish, held=held)
    bench = _Bench(repository, settings, wish)
    tree, left = bench.without(tree)
    missing = [entry for entry in bench.missing(tree) if entry not in left]
    restored: Sequence[Entry] = ()
    if wish.restore and missing:
        tree, restored, missing = bench.restored(tree, missing), missing, []
    # A merge that leaves a change behind would tell Git that it is in.
    # What is restored comes as a merge, too: where commits count, nothing else may bring it.
    joins = not left and (not held or bool(restored))
    same = tree == repository.commit_tree(wish.base)
    return Draft(
        tree,
        (wish.base, wish.head) if joins else (wish.base,),
        tuple(bench.brought(tree)),
        tuple(left),
        tuple(missing),
        tuple(restored),
        mended,
        empty=same and not joins,
    )


def waiting(
    repository: Repository, settings: Settings, tips: Mapping[str, str], upto: Environment
) -> Iterator[Waiting]:
    """Yield what waits below an environment, level by level, and why it is not there: by place."""
    below = settings.pipeline.below(upto)
    for upper, lower in zip((upto, *below), below, strict=False):
        here, there = tips.get(upper.ref, ""), tips.get(lower.ref, "")
        for spec in settings.changelogs if here and there else ():
            outlines = _outlines(repository, spec, there, [here])
            lacking = _lacking(outlines[there], outlines[here])
            yield from (Waiting(entry, lower.name, upper.name) for entry in lacking)


def taken_out_by(repository: Repository, settings: Settings, tip: str, entry: Entry) -> Step | None:
    """Return the commit of a branch that took a change out of it; None where only a merge can have.

    One of many in a file goes without its file: then the commits that wrote the
    file are asked, the newest first.
    """
    if repository.at(tip, entry.path) is None:
        return removed_by(repository, tip, entry.path)
    spec = next((each for each in settings.changelogs if _is_below(entry.path, each.path)), None)
    states = _states(repository, spec, tip) if spec else None
    for step in islice(steps(repository, tip, entry.path), _LOOKED_BACK):
        before = states.whole(step.parents[0]) if states and step.parents else Outline()
        if before.with_id(entry.id):
            return step
    return None


def direction(pipeline: Pipeline, source: Environment, target: Environment) -> str:
    """Return what carrying changes from one environment to another is called."""
    return "merge back" if target in pipeline.below(source) else "promote"


class _Bench:
    """The changelogs of one promotion, at the trees that it is made of."""

    def __init__(self, repository: Repository, settings: Settings, wish: Wish) -> None:
        self._repository = repository
        self._specs = settings.changelogs
        self._wish = wish

    def missing(self, tree: str) -> list[Entry]:
        """Return what the head has and the tree has not, though Git merged it."""
        found = []
        for spec in self._specs:
            outlines = _outlines(self._repository, spec, self._wish.head, [tree])
            found += _lacking(outlines[self._wish.head], outlines[tree])
        return found

    def without(self, tree: str) -> tuple[str, list[Entry]]:
        """Take the files of changes that stay behind out of a tree."""
        names = dict.fromkeys(self._wish.without)
        if not names:
            return tree, []
        brought = self.brought(tree)
        left = [self._named(name, brought) for name in names]
        files = [File(_bytes(path)) for entry in left for path in _paths(entry)]
        less = with_files(self._repository, tree, files)
        gone = {entry.id for entry in brought} - {entry.id for entry in self.brought(less)}
        if gone != {entry.id for entry in left}:
            one = left[0]
            raise UsageError(
                f"{one.change} cannot be left behind alone: {one.path} is not its file only",
                "leave it out by hand, in a commit on top of "
                f"{self._wish.labels[1] or self._wish.target.branch}",
            )
        return less, left

    def restored(self, tree: str, lost: Iterable[Entry]) -> str:
        """Put the files of lost changes back, as the source has them."""
        paths = dict.fromkeys(path for entry in lost for path in _paths(entry))
        files = []
        for path in paths:
            found = self._repository.entries(self._wish.head, _bytes(path))
            files += [File(each.path, each.mode, each.oid) for each in found]
        made = with_files(self._repository, tree, files)
        before = {entry.id for entry in self._all(tree)}
        if self.missing(made) or before - {entry.id for entry in self._all(made)}:
            where = " ".join(paths)
            raise RepositoryError(
                f"what was taken away stands in files that went on without it: {where}",
                f"bring it back by hand: git checkout -p {self._wish.labels[0]} -- {where}",
            )
        return made

    def brought(self, tree: str) -> list[Entry]:
        """Return what the tree has and the target lacks."""
        found: list[Entry] = []
        for spec in self._specs:
            outlines = _outlines(self._repository, spec, tree, [self._wish.base])
            found += _lacking(outlines[tree], outlines[self._wish.base])
        return found

    def _all(self, tree: str) -> Iterator[Entry]:
        for spec in self._specs:
            yield from _states(self._repository, spec, tree).whole(tree)

    def _named(self, name: str, brought: list[Entry]) -> Entry:
        for entry in brought:
            if name in {entry.change, entry.id, entry.path}:
                return entry
        target = self._wish.target.name
        if not brought:
            raise UsageError(f"--without {name}: nothing new would reach {target}")
        raise UsageError(
            f"--without {name}: no such change would reach {target}",
            did_you_mean(name, [entry.change for entry in brought]),
        )


def _merged(repository: Repository, wish: Wish, *, held: bool) -> tuple[str, tuple[str, ...]]:
    if held:
        return repository.commit_tree(wish.base), ()
    found = joined(repository, wish.base, wish.head)
    if found.conflicts:
        few = ", ".join(found.conflicts[:_FEW])
        more = len(found.conflicts) - _FEW
        ours, theirs = wish.labels
        raise RepositoryError(
            f"{wish.source.name} does not merge into {wish.target.name}, the two conflict in"
            f" {few}{f' and {more} more' if more > 0 else ''}",
            f"merge by hand: git switch -c by-hand {theirs} && git merge {ours}; leave changes that"
            f" have run as they are, and push: git push origin HEAD:{wish.target.branch}",
        )
    return found.tree, found.mended


def _outlines(
    repository: Repository, spec: Changelog, one: str, others: Sequence[str]
) -> dict[str, Outline]:
    """Return what differs between trees or commits, read as the first one is."""
    return _states(repository, spec, one).different(one, others)


def _states(repository: Repository, spec: Changelog, commit: str) -> States:
    tree = CommitTree(repository, commit)
    format_ = choose(tree, spec)
    return States(repository, told(tree, spec, format_), format_)


def _lacking(held: Outline, here: Outline) -> list[Entry]:
    """Return the changes that run once and are held there and not here, in order."""
    ids = {entry.id for entry in here}
    once = (entry for entry in held if entry.kind is not Kind.REPEATABLE)
    return sorted((e for e in once if e.id not in ids), key=lambda entry: entry.order)


def _paths(entry: Entry) -> tuple[str, ...]:
    return (entry.path, *(path for path, _ in entry.companions))


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


_FEW = 5
_LOOKED_BACK = 200
