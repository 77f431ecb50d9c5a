"""Refs that are one branch under two names.

A server may keep an old name alive by a symbolic ref. Git moves the branch
behind it and tells its hooks the name that was pushed, so that a push by the
other name would pass as a push of nobody's branch.
"""

from collections.abc import Iterable

from branchline.git.objects import Repository
from branchline.model.environments import Pipeline


class Aliases:
    """Who is who among the refs of one repository, asked at most once a pipeline."""

    def __init__(self, repository: Repository, refs: Iterable[str]) -> None:
        """Take all `refs` that will be asked for: one question answers for them."""
        self._repository = repository
        self._refs = frozenset(refs)
        self._known: dict[frozenset[str], dict[str, str]] = {}

    def ref(self, name: str, pipeline: Pipeline) -> str:
        """Return the ref by which `pipeline` knows the branch that `name` moves, else `name`."""
        if pipeline.of_ref(name) is not None:
            return name
        links = self._links(frozenset(environment.ref for environment in pipeline))
        moved = links.get(name, name)
        same = (each.ref for each in pipeline if links.get(each.ref, each.ref) == moved)
        return next(same, name)

    def _links(self, environments: frozenset[str]) -> dict[str, str]:
        if environments not in self._known:
            self._known[environments] = self._repository.links(self._refs | environments)
        return self._known[environments]
