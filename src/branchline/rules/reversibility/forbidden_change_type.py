"""Kinds of changes that a policy forbids."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.subjects import subject


@rule("forbidden-change-type", severity=Severity.WARNING)
def forbidden_change_type(
    statement: Statement, *, operations: tuple[str, ...] = ("cluster", "vacuum")
) -> Iterator[Problem]:
    """A statement is of a kind that the policy forbids.

    `operations` lists the kinds, called as in SQL: `create-trigger`, `grant`,
    `drop-table`. A rule of your own (`[[policy.custom]]`) says more: which objects,
    and with which words.

    ```sql
    VACUUM orders; -- finding
    ```

    Does not fire on other kinds, or in a rollback.

    ```sql
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Known elsewhere as: liquibase-linter illegal-change-types, Liquibase
    DetectChangeType.
    """
    if statement.part is Part.UP:
        for operation in statement.operations:
            if operation.kind() in operations:
                yield Problem(
                    f"{operation.kind()} of {subject(operation)}, which the policy forbids",
                    "leave it to whoever may do it",
                )
