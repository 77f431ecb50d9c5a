"""Triggers, where a policy wants none."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateTrigger
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("trigger-policy", severity=Severity.WARNING)
def trigger_policy(statement: Statement) -> Iterator[Problem]:
    """A trigger is created, which the policy forbids.

    Triggers do work that nobody sees in the code that causes it.

    ```sql
    CREATE TRIGGER noted AFTER UPDATE ON orders
      FOR EACH ROW EXECUTE FUNCTION note(); -- finding
    ```

    Let the application do it, or ask whoever keeps the policy.

    Does not fire on what takes a trigger away, or in a rollback.

    ```sql
    DROP TRIGGER noted ON orders;
    ```

    Known elsewhere as: bytebase TABLE_DISALLOW_TRIGGER.
    """
    for create, _ in statement.of(CreateTrigger, part=Part.UP):
        yield Problem(
            f"{create.table} gets trigger {create.name}, and the policy allows none",
            "let the application do it",
        )
