"""Tables that a crash empties."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import SetTableOption
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("set-unlogged", severity=Severity.WARNING)
def set_unlogged(statement: Statement) -> Iterator[Problem]:
    """SET UNLOGGED makes a table that a crash empties and no replica has.

    The server writes no log for it: after a crash it is empty, and a standby
    or a restored backup never had its rows. The change itself rewrites the
    table while nobody reads or writes it.

    ```sql
    ALTER TABLE orders SET UNLOGGED; -- finding
    ```

    Leave it logged. What may be lost belongs in a table of its own.

    Does not fire on a table that nobody else can see, on one that is unlogged
    already, on SET LOGGED, or in a rollback.

    ```sql
    -- changeset 0001_cache
    CREATE UNLOGGED TABLE cache (id bigint);
    -- changeset 0002_again
    ALTER TABLE cache SET UNLOGGED;
    ALTER TABLE cache SET LOGGED;
    ```

    Known elsewhere as: pgfence set-logged-unlogged.
    """
    for change in statement.of(SetTableOption, dialect="postgres", part=Part.UP):
        table = change[0].table
        known = statement.catalog.table(table)
        already = known is not None and known.unlogged
        if change[0].option == "unlogged" and not already and not statement.is_private(table):
            yield Problem(
                f"{table} is no longer logged: a crash empties it, and no replica has it",
                f"leave it logged, or take it back: ALTER TABLE {quoted(table)} SET LOGGED",
            )
