"""Schemas that are dropped with what is in them."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import CreateObject, DropObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("drop-schema")
def drop_schema(statement: Statement) -> Iterator[Problem]:
    """A schema is dropped.

    With CASCADE everything in it goes, whatever it is by the time this runs on
    production: what was found on a developer's machine proves nothing.

    ```sql
    DROP SCHEMA audit CASCADE; -- finding
    DROP SCHEMA IF EXISTS reports; -- finding
    ```

    Move or drop what is in it by name, in changesets that say so, and drop the
    empty schema without CASCADE.

    Does not fire on a schema that the same changeset created, or in a rollback.

    ```sql
    CREATE SCHEMA scratch;
    DROP SCHEMA scratch CASCADE;
    ```

    Known elsewhere as: squawk ban-drop-schema, atlas DS101, pgfence
    drop-schema and drop-schema-cascade.
    """
    for drop, _ in statement.of(DropObject, part=Part.UP):
        if drop.what != "schema" or _is_new(statement, drop):
            continue
        everything = " with everything in it" if drop.cascade else ""
        yield Problem(
            f"drops schema {drop.name}{everything}",
            f"drop or move its objects by name first, then: DROP SCHEMA {quoted(drop.name)}",
        )


def _is_new(statement: Statement, drop: DropObject) -> bool:
    return any(
        create.what == "schema" and not create.if_not_exists
        for create in statement.earlier_on(CreateObject, drop.name)
    )
