"""Properties that one environment has and another has not."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.model.reach import Reach
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("undefined-property")
def undefined_property(changeset: ChangeSet) -> Iterator[Problem]:
    """A change uses `${name}`, and an environment where it runs has no such property.

    Below it works. There the text stays as it is, and the deploy stops half-way,
    or worse: `${schema}` inside a string is written as data.

    ```environments
    dev: dev schema=app
    prod: prod
    change: uses schema      -- finding
    ```

    ```environments
    dev: dev schema=app
    prod: prod schema=app
    change: uses shcema      -- finding
    ```

    Add it to `[environments.NAME.properties]` of each environment.

    Does not fire where the change does not run, or on a name that no environment
    has and that is like none: that may be text.

    ```environments
    dev: dev schema=app
    prod: prod
    change: dev uses schema
    ```

    ```environments
    dev: dev schema=app
    prod: prod schema=app
    change: uses first_name
    ```
    """
    reach = changeset.reach
    if reach is None or not reach.defined:
        return
    lacking: dict[str, list[str]] = {}
    for chance in reach.running:
        for name in chance.missing:
            lacking.setdefault(name, []).append(chance.name)
    for name, places in lacking.items():
        problem = _problem(changeset, name, places, reach)
        if problem:
            yield problem


def _problem(changeset: ChangeSet, name: str, places: list[str], reach: Reach) -> Problem | None:
    if name in reach.defined:
        where = listing(places)
        return Problem(
            f"{changeset.change} needs a value for ${{{name}}}, and {where} has none",
            f"add {name} to the properties of {where} in branchline.toml",
        )
    from difflib import get_close_matches

    near = get_close_matches(name, reach.defined, 1, _NEAR)
    if not near:
        return None
    return Problem(
        f"{changeset.change} needs a value for ${{{name}}}, which no environment has",
        f"did you mean ${{{near[0]}}}?",
    )


_NEAR = 0.8
