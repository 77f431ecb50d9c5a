"""Privileges in a changelog, where a team keeps them elsewhere."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet, Kind
from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Grant, Revoke
from branchline.rule import rule


@rule("any-grant-revoke", severity=Severity.WARNING)
def any_grant_revoke(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset grants or revokes privileges.

    No bundle asks for this: it is for teams whose privileges are kept in one
    place outside the changelog, or in a repeatable file.

    ```sql
    GRANT SELECT ON orders TO readers; -- finding
    REVOKE SELECT ON orders FROM readers; -- finding
    ```

    Put it where the privileges are kept.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Does not fire in a repeatable changeset, or in a rollback.

    Known elsewhere as: Liquibase SqlGrantWarn and SqlRevokeWarn, Flyway RG07.
    """
    if changeset.entry.kind is Kind.REPEATABLE:
        return
    for statement in changeset.statements:
        if any(isinstance(operation, (Grant, Revoke)) for operation in statement.operations):
            yield Problem(
                "changes privileges, which are kept elsewhere",
                "put it where the privileges are kept",
                statement.place,
            )
