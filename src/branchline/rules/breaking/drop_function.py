"""Routines that running code, triggers and views call."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateFunction, CreateObject, DropObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.again import goes_with_schema, is_named_here


@rule("drop-function", severity=Severity.WARNING)
def drop_function(statement: Statement) -> Iterator[Problem]:
    """A function, procedure, aggregate, operator, cast or package is dropped.

    Whatever calls it fails from this moment on, also from inside other functions,
    whose bodies nobody checks until they run.

    ```sql
    DROP FUNCTION total(bigint); -- finding
    DROP AGGREGATE median(numeric); -- finding
    ```

    Create the new version beside it under another name, switch the callers, and
    drop the old one in a later release.

    Does not fire on what the same changeset created, or makes again with the same
    arguments, when it drops the whole schema, or in a rollback.

    ```sql
    DROP FUNCTION IF EXISTS total(bigint);
    CREATE FUNCTION total(id bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    CREATE FUNCTION scratch() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    DROP FUNCTION scratch();
    ```

    ```sql
    DROP FUNCTION total(bigint); -- finding
    CREATE FUNCTION total(id bigint, tax numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    ```

    Known elsewhere as: squawk ban-drop-function.
    """
    for drop, _ in statement.of(DropObject, part=Part.UP):
        if drop.what in _ROUTINES and not _is_moot(statement, drop):
            arguments = f"({', '.join(drop.arguments)})" if drop.arguments else ""
            yield Problem(
                f"drops {drop.what} {drop.name}{arguments}: whatever calls it fails",
                "switch the callers first, and drop it in a later release",
            )


def _is_moot(statement: Statement, drop: DropObject) -> bool:
    return (
        statement.is_private(drop.name)
        or is_named_here(statement, drop.name)
        or goes_with_schema(statement, drop.name)
        or any(made.what == drop.what for made in statement.later_on(CreateObject, drop.name))
        or any(
            made.arguments == drop.arguments or not _is_told(statement, drop)
            for made in statement.later_on(CreateFunction, drop.name)
        )
    )


def _is_told(statement: Statement, drop: DropObject) -> bool:
    """Whether the arguments are said, by the statement or by the changelog: `f` may mean `f()`."""
    return bool(drop.arguments) or any(
        not known.arguments
        for known in statement.catalog.functions.get(statement.name(drop.name), ())
    )


_ROUTINES = frozenset(
    {"aggregate", "cast", "function", "operator", "package", "procedure", "routine"}
)
