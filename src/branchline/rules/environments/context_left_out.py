"""Instances without contexts, where tools disagree about what runs."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.sentences import listing, verb


@rule("context-left-out", severity=Severity.WARNING)
def context_left_out(changeset: ChangeSet) -> Iterator[Problem]:
    """A change has contexts, and an environment that it comes to gives none.

    Liquibase runs every change where no context is given: `dev`, `!prod` and
    `test` alike. branchline runs none of them there. One of the two is not what
    was meant, and a run by the other tool tells which.

    ```environments
    dev: dev
    prod:
    change: dev    -- finding
    ```

    Give each environment its contexts in `branchline.toml`, so that nobody has
    to know what none of them means.

    Does not fire on a change without contexts, or where every instance has some.

    ```environments
    dev: dev
    prod: prod
    change: dev
    ```
    """
    reach = changeset.reach
    if reach is None or not (reach.names and reach.known):
        return
    silent = [chance.name for chance in reach.chances if not chance.contexts]
    if not silent:
        return
    others = ", and Liquibase without --contexts would run it there"
    yield Problem(
        f"{listing(silent)} {verb(silent, 'gives', 'give')} no contexts: branchline skips"
        f" {changeset.change} there{others if reach.format == 'liquibase' else ''}",
        f"add contexts to {listing(silent)} in branchline.toml",
    )
