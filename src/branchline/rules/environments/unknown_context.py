"""Contexts that no environment has."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule


@rule("unknown-context")
def unknown_context(changeset: ChangeSet) -> Iterator[Problem]:
    """A change names a context that no environment has.

    A misspelt name skips the change everywhere; behind a `!` it keeps the change
    from nothing. Neither fails: the deploy is green, and the change is not there,
    or is where it should not be.

    ```environments
    dev: dev
    prod: prod
    change: dev or prdo    -- finding
    ```

    Write the name as `contexts` of an environment in `branchline.toml` does, or
    add it there. A name that is like none of them may be another tool's own, and
    is a warning.

    Does not fire on a name of any environment, in whatever letters, or where no
    environment has contexts.

    ```environments
    dev: dev
    prod: prod
    change: DEV or !prod
    ```
    """
    reach = changeset.reach
    if reach is None:
        return
    for name in reach.unknown:
        near = _nearest(name, reach.known)
        yield Problem(
            f"{changeset.change} names the context {name!r}, which no environment has",
            f"did you mean {near!r}?" if near else f"known: {', '.join(reach.known)}",
            doubtful=not near,
        )


def _nearest(name: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name[:_LONGEST], known, 1)), "")


_LONGEST = 60
