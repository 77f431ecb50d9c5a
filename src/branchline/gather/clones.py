"""Where environments stand, as a clone knows it.

A clone may have a branch of its own and the server's as it was fetched. The
server's counts where there is one: that is what a push will meet.
"""

from branchline.gather.pushes import Elsewhere
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


def elsewhere(repository: Repository, remote: str) -> Elsewhere:
    """Return where other people's branches are: the remote's, but for the one worked on here."""
    head = (repository.head() or "").removeprefix("refs/heads/")
    return Elsewhere(f"refs/remotes/{remote}/", frozenset({head}))


def known_tips(repository: Repository, pipeline: Pipeline, remote: str) -> dict[str, Known]:
    """Return what is known of each environment's branch, by its full name."""
    fetched = remote_tips(repository, remote) if remote else {}
    local = repository.refs("refs/heads/")
    found = {}
    for ref in {environment.ref: None for environment in pipeline}:
        if ref in fetched:
            there = f"refs/remotes/{remote}/{ref.removeprefix('refs/heads/')}"
            found[ref] = Known(fetched[ref], there)
        elif ref in local:
            found[ref] = Known(local[ref], ref)
    return found
