"""Which changes others may have run: what an environment's branch holds, here or on a remote.

A branch that was pushed to be looked at is its author's still: nobody deploys
it. What it is built on, an upstream of another name, is somebody else's. A fix
renames and rewrites, and what somebody else has must not change under them.
Names decide, not contents: a file that is shared and was edited here is still
shared.
"""

from collections.abc import Collection, Iterable, Iterator

from branchline.gather.scopes import Scope
from branchline.git.objects import Repository
from branchline.git.trees import CommitTree
from branchline.model.changelog import Entry, Outline
from branchline.model.environments import Environment
from branchline.model.tree import Tree


def shared_commits(
    repository: Repository, environments: Iterable[Environment]
) -> tuple[tuple[str, str], ...]:
    """Return name and commit of what others have: branches of environments, and what this is on.

    An environment's branch counts here and on every remote; the one that is
    checked out counts as its upstream has it. The copy that a feature branch
    has on a remote counts only where no environment says what is shared. Where
    a branch was left counts too.

    Raises:
        RepositoryError: the history is not here.
    """
    head = repository.resolve("HEAD")
    refs = repository.refs()
    current = repository.head() or ""
    upstream = _upstream(repository, current)
    names = {*_refs(environments, refs)}
    if upstream in refs:
        own = upstream.rpartition("/")[2] == current.rpartition("/")[2]
        names |= set() if names and own else {upstream}
        names.discard(current)
    found = {refs[name]: _short(name) for name in sorted(names)}
    for commit, name in [*found.items()] if head else ():
        for base in repository.merge_bases(commit, head or ""):
            found.setdefault(base, name)
    return tuple((name, commit) for commit, name in found.items())


def shared_outline(
    repository: Repository, commits: Iterable[tuple[str, str]], scope: Scope
) -> dict[str, tuple[Entry, str]]:
    """Return the changes of a changelog that others have, by path, each with who has it."""
    found: dict[str, tuple[Entry, str]] = {}
    for name, commit in commits:
        for entry in scope.format.outline(CommitTree(repository, commit), scope.spec):
            found.setdefault(entry.path, (entry, name))
    return found


def merged(*outlines: Iterable[Entry]) -> Outline:
    """Return the changes of several outlines in order, each once."""
    by_key = {entry.key: entry for outline in outlines for entry in outline}
    return Outline(tuple(sorted(by_key.values(), key=lambda entry: (entry.order, entry.path))))


def repository_of(tree: Tree, repository: Repository | None) -> Repository | None:
    """Return the repository, where it holds the files of a folder's tree."""
    root = getattr(tree, "root", None)
    top = repository.work_tree if repository else None
    if repository is None or top is None or root is None:
        return None
    return repository if top.resolve() == root.resolve() else None


def _upstream(repository: Repository, branch: str) -> str:
    """Return the ref here that stands for a branch's upstream; empty where it has none."""
    name = branch.removeprefix("refs/heads/")
    remote = repository.config(f"branch.{name}.remote") if name else None
    merged_with = repository.config(f"branch.{name}.merge") if remote else None
    if not remote or not merged_with:
        return ""
    if remote == ".":
        return merged_with
    return f"refs/remotes/{remote}/{merged_with.removeprefix('refs/heads/')}"


def _refs(environments: Iterable[Environment], refs: Collection[str]) -> Iterator[str]:
    for environment in environments:
        own = environment.ref
        branch = own.removeprefix("refs/heads/")
        for ref in refs:
            remote = ref.removeprefix("refs/remotes/").partition("/")
            if ref == own or (ref.startswith("refs/remotes/") and remote[2] == branch):
                yield ref


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")
