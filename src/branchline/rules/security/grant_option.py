"""Privileges that may be handed on."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Grant
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.security.grants import on
from branchline.rules.sentences import listing


@rule("grant-option", severity=Severity.WARNING)
def grant_option(statement: Statement) -> Iterator[Problem]:
    """A privilege is granted WITH GRANT OPTION, or a role WITH ADMIN OPTION.

    Who has it may give it to anybody, and no changelog says to whom.

    ```sql
    GRANT SELECT ON orders TO reports WITH GRANT OPTION; -- finding
    GRANT readers TO reports WITH ADMIN OPTION; -- finding
    ```

    Grant it in the changelog to each who needs it.

    ```sql
    GRANT SELECT ON orders TO reports, support;
    ```

    Does not fire without the option.

    ```sql
    GRANT readers TO reports;
    ```

    Known elsewhere as: Flyway RX006 and RX007, Liquibase SqlGrantOptionWarn and
    SqlGrantAdminWarn.
    """
    for grant, _ in statement.of(Grant):
        if grant.grant_option:
            yield Problem(
                f"{listing([*grant.roles])} may hand on privileges{on(grant)} to anybody",
                "grant them in the changelog to each who needs them",
            )
