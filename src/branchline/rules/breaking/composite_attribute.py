"""Composite types that clients take apart by position."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterAttribute
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("composite-attribute", severity=Severity.WARNING)
def composite_attribute(statement: Statement) -> Iterator[Problem]:
    """An attribute of a composite type is added, dropped, renamed or changed.

    Values of the type are sent as a row: clients that take them apart by position,
    and code that builds them with ROW(…), meet one part more or less.

    ```sql
    ALTER TYPE address ADD ATTRIBUTE country text; -- finding
    ALTER TYPE address RENAME ATTRIBUTE zip TO postcode; -- finding
    ```

    Create a second type beside it, switch the code, and drop the old one later.

    Does not fire on a type that the same changeset created, or in a rollback.

    ```sql
    CREATE TYPE address AS (street text, zip text);
    ALTER TYPE address ADD ATTRIBUTE country text;
    ```

    Known elsewhere as: squawk ban-add-composite-attribute.
    """
    for change, _ in statement.of(AlterAttribute, part=Part.UP):
        if not statement.is_private(change.type):
            yield Problem(
                f"{_VERBS[change.action]} attribute {change.attribute} of type {change.type}:"
                " code that builds or reads its values fails",
                "create a second type beside it, switch the code, and drop the old one in a later"
                " release",
            )


_VERBS = {"add": "adds", "alter": "changes", "drop": "drops", "rename": "renames"}
