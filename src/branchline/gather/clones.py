"""Where environments stand, as a clone knows it.

A clone has its own branch, the server's as it was fetched, or both. The newer
one is meant when one holds the other; else the server's, since that is what a
push will meet.
"""

from collections.abc import Mapping

from branchline.git.objects import Repository
from branchline.model.environments import Pipeline
from branchline.model.value import value


@value
class Known:
    """The tip of an environment's branch, and the full name of the ref that says so."""

    tip: str
    ref: str


def remote_tips(repository: Repository, remote: str) -> dict[str, str]:
    """Return the branches of a remote as they were fetched, by the names they have there."""
    prefix = f"refs/remotes/{remote}/"
    found = repository.refs(prefix)
    names = {f"refs/heads/{ref.removeprefix(prefix)}": oid for ref, oid in found.items()}
    return {name: oid for name, oid in names.items() if name != "refs/heads/HEAD"}


def known_tips(repository: Repository, pipeline: Pipeline, remote: str) -> dict[str, Known]:
    """Return what is known of each environment's branch, by its full name."""
    local = repository.refs("refs/heads/")
    fetched = remote_tips(repository, remote) if remote else {}
    found = {}
    for ref in {environment.ref: None for environment in pipeline}:
        known = _newer(repository, ref, local, fetched, remote)
        if known:
            found[ref] = known
    return found


def _newer(
    repository: Repository,
    ref: str,
    local: Mapping[str, str],
    fetched: Mapping[str, str],
    remote: str,
) -> Known | None:
    own, theirs = local.get(ref), fetched.get(ref)
    there = f"refs/remotes/{remote}/{ref.removeprefix('refs/heads/')}"
    if own and theirs and own != theirs:
        ahead = repository.is_ancestor(theirs, own)
        return Known(own, ref) if ahead else Known(theirs, there)
    if theirs:
        return Known(theirs, there)
    return Known(own, ref) if own else None
