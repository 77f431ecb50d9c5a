"""All privileges, whatever they are."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateObject
from branchline.model.operations.session import Grant
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.security.grants import on
from branchline.rules.sentences import listing


@rule("grant-all", severity=Severity.WARNING)
def grant_all(statement: Statement) -> Iterator[Problem]:
    """All privileges are granted at once.

    That is TRUNCATE, TRIGGER and REFERENCES as well, and what the next version
    of the server adds.

    ```sql
    GRANT ALL ON orders TO app; -- finding
    GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO app; -- finding
    ```

    Name those that are needed.

    ```sql
    GRANT SELECT, INSERT, UPDATE ON orders TO app;
    ```

    Does not fire on a role that the same changeset makes: it owns what is made
    for it.

    ```sql
    CREATE ROLE shop_owner;
    GRANT ALL ON SCHEMA shop TO shop_owner;
    ```

    Known elsewhere as: Flyway RX009, Liquibase SqlGrantSpecificPrivsWarn.
    """
    for grant, _ in statement.of(Grant):
        old = [role for role in grant.roles if not _is_new(statement, role)]
        if grant.every and old:
            yield Problem(
                f"{listing(old)} may do everything{on(grant)}",
                "name the privileges that are needed",
            )


def _is_new(statement: Statement, role: str) -> bool:
    return any(
        at < statement.position and create.what in {"role", "user"}
        for at, create in statement.unit.about(CreateObject, role)
    )
