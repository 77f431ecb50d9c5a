"""Extensions that are dropped with what they brought."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import DropObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("drop-extension")
def drop_extension(statement: Statement) -> Iterator[Problem]:
    """An extension is dropped, and its types, functions and operators with it.

    With CASCADE every column of its types goes too. Without, the statement
    fails where something uses it, which may be on production alone.

    ```sql
    DROP EXTENSION hstore; -- finding
    DROP EXTENSION IF EXISTS postgis CASCADE; -- finding
    ```

    Drop what uses it first, by name, in changesets that say so.

    Does not fire on an extension that the same changeset created, or in a
    rollback.

    ```sql
    CREATE EXTENSION hstore;
    DROP EXTENSION hstore;
    ```

    Known elsewhere as: squawk ban-drop-extension.
    """
    for drop, _ in statement.of(DropObject, dialect="postgres", part=Part.UP):
        if drop.what == "extension" and not statement.is_private(drop.name):
            columns = ", and every column of its types" if drop.cascade else ""
            yield Problem(
                f"drops extension {drop.name} with its types and functions{columns}",
                f"drop what uses it by name first, then: DROP EXTENSION {quoted(drop.name)}",
            )
