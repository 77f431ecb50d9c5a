"""Changed rows that Oracle commits with the next change of the schema."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.changes import changes_rows, changes_schema


@rule("ddl-autocommit", severity=Severity.WARNING)
def ddl_autocommit(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset changes rows and the schema after them: Oracle commits the rows.

    When a later statement fails, the rows stay changed, and the changeset runs
    again from its start.

    ```sql oracle
    UPDATE orders SET region = 'eu' WHERE country = 'fr';
    ALTER TABLE orders ADD (zone integer); -- finding
    ```

    Put the rows into a changeset of their own.

    ```sql oracle
    -- changeset 0002_zone
    ALTER TABLE orders ADD (zone integer);
    -- changeset 0003_region
    UPDATE orders SET region = 'eu' WHERE country = 'fr';
    ```

    Does not fire where the schema changes first.

    ```sql oracle
    ALTER TABLE orders ADD (zone integer);
    UPDATE orders SET zone = 1 WHERE zone IS NULL;
    ```

    Known elsewhere as: nothing.
    """
    for half in (changeset.statements, changeset.undo):
        changed = False
        for statement in half:
            if changed and any(map(changes_schema, statement.operations)):
                yield Problem(
                    "Oracle commits the rows changed above before it does this",
                    "put the rows into a changeset of their own",
                    statement.place,
                )
                break
            oracle = statement.engine.dialect == "oracle"
            changed = changed or (oracle and any(map(changes_rows, statement.operations)))
