"""Which environments a repository's branches speak of, and in which order changes reach them.

Names are all there is to go by, so only those that teams use for this are
taken: a branch called `live-search` is no environment.
"""

from collections.abc import Collection, Iterator

from branchline.model.environments import Environment


def environments(branches: Collection[str]) -> tuple[Environment, ...]:
    """Return an environment per stage that has a branch, each after its source.

    Changes are born on the branch of development, else on the main one; with
    neither production nor staging beside it, the main branch is all there is.
    """
    chain = tuple(_stages(frozenset(branches))) or ("main",)
    sources = ("", *chain)
    return tuple(
        Environment(branch, branch, source, _tier(branch, chain))
        for branch, source in zip(chain, sources, strict=False)
    )


def _stages(branches: frozenset[str]) -> Iterator[str]:
    named = [_first(names, branches) for names in (_DEVELOPMENT, _TEST, _STAGING, _PRODUCTION)]
    development, test, staging, production = named
    main = _first(_MAIN, branches)
    if main and not production and (development or staging):
        production = main if development else ""
    if not development:
        development = main
    yield from filter(None, (development, test, staging, production))


def _first(names: tuple[str, ...], branches: frozenset[str]) -> str:
    return next((name for name in names if name in branches), "")


def _tier(branch: str, chain: tuple[str, ...]) -> str:
    last = branch == chain[-1] and len(chain) > 1
    return "production" if branch in _PRODUCTION or (last and branch in _MAIN) else ""


_DEVELOPMENT = ("dev", "develop", "development")
_TEST = ("test", "testing", "qa")
_STAGING = ("staging", "stage", "uat", "preprod", "pre-prod", "preproduction")
_PRODUCTION = ("prod", "production", "live")
_MAIN = ("main", "master", "trunk")
