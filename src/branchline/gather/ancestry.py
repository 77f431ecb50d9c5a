"""Which commits a push brings, for environments that take in nothing but merges of their source.

One call to Git tells all commits that neither the branch, its source nor an
environment above has. Each must be a merge, and make of the changelogs what its
parents have between them.
"""

from collections.abc import Iterable, Iterator, Sequence

from branchline.gather.commits import Commits
from branchline.git.objects import Commit, Repository
from branchline.model.ancestry import Ancestry, EvilMerge, StrayCommit
from branchline.model.settings import Settings

MOST = 1_000
"""Commits that are no merges, of one push: it is refused for the first, and no more are named."""


def ancestry(commits: Commits, repository: Repository, settings: Settings) -> Ancestry | None:
    """Return what keeps a push from being merges of its source; None where that does not count.

    Raises:
        RepositoryError: it seems not to be, in a shallow repository, which cannot know.
    """
    mode = settings.promotion.mode
    if mode == "content" or not commits.source:
        return None
    strays, merges = _left(commits, repository)
    found = Ancestry(
        tuple(_placed(strays, commits, repository, settings)) if strays else (),
        _evil(merges, repository, settings),
        _foxtrot(commits, repository) if mode == "strict" and (strays or merges) else "",
    )
    if found:
        repository.refuse_shallow()
    return found


_MERGE = 2


def _known(commits: Commits) -> list[str]:
    uppers = (tip for _, tip in commits.uppers)
    return [each for each in (commits.old, commits.source, *uppers) if each]


def _left(commits: Commits, repository: Repository) -> tuple[list[Commit], list[Commit]]:
    """Return what nobody has: commits that are no merges, and merges."""
    strays: list[Commit] = []
    merges: list[Commit] = []
    for commit in repository.introduced(commits.new, _known(commits)):
        (merges if len(commit.parents) >= _MERGE else strays).append(commit)
        if len(strays) == MOST:
            break
    return strays, merges


def _placed(
    strays: Iterable[Commit], commits: Commits, repository: Repository, settings: Settings
) -> Iterator[StrayCommit]:
    """Say of each who has it: an environment further below, or its source after this push."""
    known = _known(commits)

    def lacking(tip: str) -> frozenset[str]:
        return frozenset(repository.rev_list([commits.new], [*known, tip]))

    lowers = [(name, lacking(tip)) for name, tip in commits.lowers]
    proposed = lacking(commits.proposed) if commits.proposed else None
    for each in strays:
        lower = next((name for name, lacks in lowers if each.oid not in lacks), "")
        coming = proposed is not None and each.oid not in proposed
        touches = settings.promotion.revert == "rollback" and _touches(each, repository, settings)
        yield StrayCommit(each.oid, each.subject, lower, coming, touches)


def _touches(commit: Commit, repository: Repository, settings: Settings) -> bool:
    pair = [commit.oid, *commit.parents]
    found = (repository.all_at(pair, spec.path) for spec in settings.changelogs)
    return any(len(set(ids)) > 1 for ids in found)


def _evil(
    merges: Sequence[Commit], repository: Repository, settings: Settings
) -> tuple[EvilMerge, ...]:
    if not merges:
        return ()
    from branchline.gather.unions import evil_merges

    return tuple(evil_merges(merges, repository, settings))


def _foxtrot(commits: Commits, repository: Repository) -> str:
    """Return the commit in which the branch's own line would end; empty where it goes on."""
    if not commits.old:
        return ""
    last = commits.new
    for line in repository.rev_list([commits.new], [commits.old], "--first-parent", "--parents"):
        last, _, parents = line.partition(" ")
        if parents.partition(" ")[0] == commits.old:
            return ""
    return last
