"""Tables that are born without a log."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("create-unlogged", severity=Severity.INFO)
def create_unlogged(statement: Statement) -> Iterator[Problem]:
    """A table is created UNLOGGED: a crash empties it, and no replica has it.

    That is right for a cache, and a surprise for everything else.

    ```sql
    CREATE UNLOGGED TABLE sessions (id bigint PRIMARY KEY); -- finding
    ```

    Leave the word out, unless its rows may be lost at any time.

    ```sql
    CREATE TABLE sessions (id bigint PRIMARY KEY);
    ```

    Does not fire when the same changeset drops the table, or in a rollback.

    ```sql
    CREATE UNLOGGED TABLE scratch (id bigint);
    DROP TABLE scratch;
    ```

    Known elsewhere as: nothing.
    """
    for create, _ in statement.of(CreateTable, dialect="postgres", part=Part.UP):
        if create.unlogged and not statement.is_dropped_later(create.table):
            yield Problem(
                f"{create.table} is not logged: a crash empties it, and no replica has it",
                "leave UNLOGGED out, unless its rows may be lost at any time",
            )
