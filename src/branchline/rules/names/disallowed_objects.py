"""Kinds of objects that a team does without."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Operation
from branchline.model.operations.objects import (
    CreateFunction,
    CreateObject,
    CreateTrigger,
    CreateView,
)
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.patterns import fits
from branchline.rules.subjects import subject


@rule("disallowed-objects", severity=Severity.WARNING)
def disallowed_objects(
    statement: Statement, *, kinds: tuple[str, ...] = ("trigger", "procedure", "event", "rule")
) -> Iterator[Problem]:
    """Something is made of a kind that the policy does not allow.

    `kinds` are words such as `function`, `procedure`, `view`, `materialized
    view`, `trigger`, `event`, `sequence`, `extension`. Out of the box it is what
    acts behind the back of whoever writes a row. No bundle asks for this.

    ```sql
    CREATE TRIGGER seen BEFORE INSERT ON orders EXECUTE FUNCTION mark(); -- finding
    ```

    Do it in the application.

    ```sql
    CREATE VIEW totals AS SELECT id, total FROM orders;
    ```

    Does not fire when something of that kind is dropped.

    ```sql
    DROP TRIGGER seen ON orders;
    ```

    Known elsewhere as: bytebase SYSTEM_*_DISALLOW_CREATE, skeema has-routine.
    """
    for operation in statement.operations:
        kind = _kind(operation)
        if kind and fits(kind, kinds):
            yield Problem(f"makes {subject(operation)}: the policy does without a {kind}")


def _kind(operation: Operation) -> str:
    match operation:
        case CreateTrigger():
            return "trigger"
        case CreateFunction():
            return "procedure" if operation.procedure else "function"
        case CreateView():
            return "materialized view" if operation.materialized else "view"
        case CreateObject(what=what):
            return what
        case _:
            return ""
