"""Privileges that go with the object they were given on."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name, Operation
from branchline.model.operations.objects import (
    CreateFunction,
    CreateObject,
    CreateView,
    DropObject,
    DropView,
)
from branchline.model.operations.session import Grant
from branchline.model.operations.tables import CreateTable, DropTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("drop-create-loses-grants", severity=Severity.WARNING)
def drop_create_loses_grants(statement: Statement) -> Iterator[Problem]:
    """Something is dropped and made anew, and nobody gets their privileges back.

    The new object has none of the privileges of the old one. Who was allowed to
    read it gets an error from this moment on.

    ```sql
    -- changeset 0001_totals
    CREATE VIEW totals AS SELECT id, total FROM orders;
    GRANT SELECT ON totals TO reports;
    -- changeset 0002_more
    DROP VIEW totals; -- finding
    CREATE VIEW totals AS SELECT id, total, tax FROM orders;
    ```

    Grant them again, or say CREATE OR REPLACE, which keeps them.

    ```sql
    -- changeset 0001_totals
    CREATE VIEW totals AS SELECT id, total FROM orders;
    GRANT SELECT ON totals TO reports;
    -- changeset 0002_more
    DROP VIEW totals;
    CREATE VIEW totals AS SELECT id, total, tax FROM orders;
    GRANT SELECT ON totals TO reports;
    ```

    Does not fire when the changelog has granted nothing on it by name, when it
    is not made again, or when the changeset grants something on everything.

    ```sql
    CREATE VIEW totals AS SELECT id, total FROM orders;
    DROP VIEW totals;
    CREATE VIEW totals AS SELECT id, total, tax FROM orders;
    ```

    Known elsewhere as: nothing.
    """
    for operation in statement.operations if statement.part is Part.UP else ():
        name = _dropped(operation)
        roles = statement.catalog.granted.get(statement.name(name), ()) if name else ()
        if name and roles and _is_made_anew(statement, name) and not _is_granted(statement, name):
            yield Problem(
                f"{name} is made anew without the privileges of {listing(roles)}",
                f"grant them again: GRANT ... ON {quoted(name)} TO {', '.join(map(quoted, roles))}",
            )


def _dropped(operation: Operation) -> Name | None:
    match operation:
        case DropTable(table=name) | DropView(view=name) | DropObject(name=name):
            return name
        case _:
            return None


def _is_made_anew(statement: Statement, name: Name) -> bool:
    key = statement.name(name)
    kinds: tuple[type[Operation], ...] = (CreateTable, CreateView, CreateFunction, CreateObject)
    return any(
        at > statement.position and statement.catalog.new_key(_created(create)) == key
        for kind in kinds
        for at, create in statement.unit.about(kind, name.name)
    )


def _created(operation: Operation) -> Name:
    match operation:
        case CreateTable(table=name) | CreateView(view=name) | CreateFunction(function=name):
            return name
        case _:
            return getattr(operation, "name", Name(""))


def _is_granted(statement: Statement, name: Name) -> bool:
    key = statement.name(name)
    return any(
        at > statement.position
        and (
            grant.what.startswith("all ")
            or any(statement.name(granted) == key for granted in grant.objects)
        )
        for at, grant in statement.unit.about(Grant)
    )
