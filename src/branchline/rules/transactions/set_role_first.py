"""A role that every changeset takes on before it does anything."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import SetVariable
from branchline.rule import rule


@rule("set-role-first", severity=Severity.WARNING)
def set_role_first(changeset: ChangeSet, *, role: str = "") -> Iterator[Problem]:
    """A changeset does not start with SET ROLE.

    Who creates an object owns it. Where many may deploy, objects end up with
    many owners unless every changeset takes on the same role first. No bundle
    asks for this; `role` names the one role that will do.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY); -- finding
    ```

    Write it into the first line.

    ```sql
    SET LOCAL ROLE app_owner;
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Does not fire on a changeset with nothing to run.

    Known elsewhere as: bytebase STATEMENT_CHECK_SET_ROLE_VARIABLE.
    """
    for first in changeset.statements[:1]:
        taken = [setting.value for setting, _ in first.of(SetVariable) if setting.name == "role"]
        if first.engine.dialect == "postgres" and not (role in taken if role else any(taken)):
            yield Problem(
                f"does not start with SET ROLE{f' {role}' if role else ''}",
                f"put before it: SET LOCAL ROLE {role or '...'}",
                first.place,
            )
