"""Privileges that running code may use."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Grant, Revoke
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("revoke", severity=Severity.INFO)
def revoke(statement: Statement) -> Iterator[Problem]:
    """A role loses privileges that running code may use.

    Statements of sessions that are connected fail as soon as this commits.

    ```sql
    REVOKE INSERT, UPDATE ON orders FROM app; -- finding
    REVOKE readers FROM app; -- finding
    ```

    Release code first that does without, and look at who else has the role.

    Does not fire on roles or objects that the same changeset created, when it
    grants the same or more again, on ALTER DEFAULT PRIVILEGES, or in a rollback.

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY);
    REVOKE ALL ON carts FROM public;
    REVOKE ALL ON orders FROM app;
    GRANT ALL ON orders TO app, readers;
    CREATE ROLE guest;
    REVOKE ALL ON DATABASE shop FROM guest;
    ```

    Known elsewhere as: squawk ban-revoke.
    """
    for taken, _ in statement.of(Revoke, part=Part.UP):
        roles = [role for role in taken.roles if not _is_new_role(statement, role)]
        new = bool(taken.objects) and all(map(statement.is_private, taken.objects))
        if taken.default or new or not roles or _is_granted_again(statement, taken):
            continue
        what = listing(taken.privileges) if taken.privileges else "all privileges"
        on = f" on {listing([str(name) for name in taken.objects])}" if taken.objects else ""
        yield Problem(
            f"takes {what}{on} from {listing(roles)}: statements that need it fail at once",
            "release code first that does without, and look at who else uses the role",
        )


def _is_new_role(statement: Statement, role: str) -> bool:
    return role in statement.situation.created


def _is_granted_again(statement: Statement, taken: Revoke) -> bool:
    return any(
        at >= statement.position
        and grant.what == taken.what
        and {*grant.roles} >= {*taken.roles}
        and {*grant.objects} >= {*taken.objects}
        and (grant.every or (bool(taken.privileges) and {*grant.privileges} >= {*taken.privileges}))
        for at, grant in statement.unit.about(Grant)
    )
