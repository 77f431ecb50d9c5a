"""Indexes that are built together with other changes."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateIndex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.changes import changes_schema


@rule("index-in-own-script", severity=Severity.WARNING)
def index_in_own_script(changeset: ChangeSet) -> Iterator[Problem]:
    """An index is built in a changeset that changes other things as well.

    A build takes long and may fail. In a changeset of its own it can be tried again,
    run at another hour, or left out.

    ```sql
    ALTER TABLE orders ADD COLUMN note text;
    CREATE INDEX orders_customer ON orders (customer); -- finding
    ```

    Build it in a changeset of its own.

    Does not fire on a table that the same changeset created, where all it does is
    building indexes, or in a rollback.

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY, customer bigint);
    CREATE INDEX carts_customer ON carts (customer);
    ```

    ```sql
    CREATE INDEX orders_customer ON orders (customer);
    CREATE INDEX orders_at ON orders (at);
    ```

    Known elsewhere as: Flyway RG05.
    """
    builds = [
        (statement, create)
        for statement in changeset.statements
        for create, _ in statement.of(CreateIndex)
        if not statement.is_private(create.table)
    ]
    if builds and any(map(_changes_more, changeset.statements)):
        for statement, create in builds:
            name = f"index {create.name}" if create.name else "an index"
            yield Problem(
                f"{name} on {create.table} is built among other changes",
                "build it in a changeset of its own",
                statement.place,
            )


def _changes_more(statement: Statement) -> bool:
    return any(
        changes_schema(operation) and not isinstance(operation, CreateIndex)
        for operation in statement.operations
    )
