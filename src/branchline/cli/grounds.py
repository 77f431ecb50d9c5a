"""Where the environments' branches are now: on the remote, which is asked, else here.

A clone knows what it fetched last. What a push meets is what the server has
this minute, so that is what a promotion is made from.
"""

from collections.abc import Iterator

from branchline.errors import RepositoryError
from branchline.gather.clones import known_tips, remote_tips
from branchline.git.objects import Repository
from branchline.model.environments import Environment, Pipeline
from branchline.model.value import value


@value
class Grounds:
    """The tips by full ref name, the remote that has them (empty: they are here), and remarks."""

    tips: dict[str, str]
    remote: str = ""
    notes: tuple[str, ...] = ()

    def name(self, environment: Environment) -> str:
        """Return what a branch is called where it counts: `origin/dev`."""
        branch = environment.ref.removeprefix("refs/heads/")
        return f"{self.remote}/{branch}" if self.remote else branch


def grounds(repository: Repository, pipeline: Pipeline, *, ask: bool) -> Grounds:
    """Return where a promotion starts from; `ask` the remote, if there is one."""
    from branchline.git.porcelain import default_remote

    remote = default_remote(repository) or ""
    known = {ref: each.tip for ref, each in known_tips(repository, pipeline, remote).items()}
    for ref in {environment.ref for environment in pipeline} - known.keys():
        if not ref.startswith("refs/heads/") and (tip := repository.ref(ref)):
            known[ref] = tip
    if not (remote and ask):
        return Grounds(known, remote)
    try:
        return Grounds(known | _asked(repository, pipeline, remote, known), remote)
    except RepositoryError as error:
        note = f"{error.message}; going by what was last fetched from it"
        return Grounds(known, remote, (note,))


def remarks(repository: Repository, found: Grounds, environment: Environment) -> Iterator[str]:
    """Say where a branch of the clone is not what the remote has."""
    here, there = repository.ref(environment.ref), found.tips.get(environment.ref)
    if not (found.remote and here and there) or here == there:
        return
    name = environment.ref.removeprefix("refs/heads/")
    ahead = _count(repository, here, there)
    behind = _count(repository, there, here)
    if ahead:
        yield f"your {name} has {ahead} that {found.remote} has not: push before you promote them"
    if behind:
        yield f"your {name} is {behind} behind {found.name(environment)}, which is what counts"


def _asked(
    repository: Repository, pipeline: Pipeline, remote: str, known: dict[str, str]
) -> dict[str, str]:
    from branchline.git.publishing import fetch, remote_heads

    refs = {each.ref for each in pipeline if each.ref.startswith("refs/heads/")}
    heads = remote_heads(repository, remote)
    there = {ref: heads[ref] for ref in refs & heads.keys()}
    had = remote_tips(repository, remote)
    stale = sorted(ref for ref, oid in there.items() if had.get(ref) != oid)
    if stale:
        fetch(repository, remote, stale)
    for ref in refs - heads.keys():
        known.pop(ref, None)
    fresh = remote_tips(repository, remote)
    return {ref: fresh.get(ref, oid) for ref, oid in there.items()}


def _count(repository: Repository, tip: str, known: str) -> str:
    number = sum(1 for _ in repository.rev_list([tip], [known], f"--max-count={_MANY}"))
    if not number:
        return ""
    return f"{number}{' or more' if number == _MANY else ''} commit{'' if number == 1 else 's'}"


_MANY = 1000
