"""Contexts that hold wherever another one is given."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("negated-context", severity=Severity.WARNING)
def negated_context(changeset: ChangeSet) -> Iterator[Problem]:
    """A change says where it does not run, and so runs wherever nobody thought of it.

    `!prod` holds in an environment that is set up next year, in a second
    production called `live`, and with Liquibase where no context is given at all,
    production too.

    ```environments
    dev: dev
    prod: prod
    change: !prod       -- finding
    ```

    Name the contexts where it runs: `dev or test`.

    Does not fire where a name has to be given as well.

    ```environments
    dev: dev, eu
    prod: prod
    change: dev and !eu
    ```
    """
    reach = changeset.reach
    if reach is None or not reach.open:
        return
    places = dict.fromkeys(name for each in reach.running for name in each.contexts)
    wanted = " or ".join(name for name in places if name.lower() not in reach.names)
    where = listing([chance.name for chance in reach.running]) if reach.running else "nowhere today"
    yield Problem(
        f"{changeset.change} runs wherever {changeset.contexts!r} is not contradicted:"
        f" {where}, and any environment to come",
        f"name where it runs: {wanted}" if wanted else "name where it runs",
    )
