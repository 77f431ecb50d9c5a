"""CREATE OR REPLACE VIEW that takes columns away from those who read it."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateView
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("view-columns", severity=Severity.WARNING)
def view_columns(statement: Statement) -> Iterator[Problem]:
    """CREATE OR REPLACE VIEW drops, renames or moves columns.

    PostgreSQL refuses it. Elsewhere queries that name a column that is gone fail;
    where columns only move, INSERT … SELECT * and code that reads by position take
    one for another, silently.

    ```sql
    -- changeset 0001_totals
    CREATE VIEW totals AS SELECT id, total, tax FROM orders;
    -- changeset 0002_less
    CREATE OR REPLACE VIEW totals AS SELECT id, total FROM orders; -- finding
    ```

    ```sql mariadb
    -- changeset 0001_totals
    CREATE VIEW totals AS SELECT id, total FROM orders;
    -- changeset 0002_moved
    CREATE OR REPLACE VIEW totals AS SELECT total, id FROM orders; -- finding
    ```

    Append new columns behind the old ones, or give the view a new name.

    Does not fire when columns are only appended, where the columns are not known
    (`SELECT *`), and, where the server takes it, on a view that the same changeset
    created or in a rollback.

    ```sql
    -- changeset 0001_totals
    CREATE VIEW totals AS SELECT id, total FROM orders;
    CREATE VIEW everything AS SELECT * FROM orders;
    -- changeset 0002_more
    CREATE OR REPLACE VIEW totals AS SELECT id, total, tax FROM orders;
    CREATE OR REPLACE VIEW everything AS SELECT id FROM orders;
    ```

    Known elsewhere as: squawk ban-replace-view.
    """
    refused = statement.engine.dialect == "postgres"
    for create, _ in statement.of(CreateView):
        known = statement.catalog.views.get(statement.catalog.new_key(create.view))
        old, new = known.columns if known else (), create.columns
        if not (create.replace and old and new) or new[: len(old)] == old:
            continue
        gone = [column for column in old if column not in new]
        what = f"loses {listing(gone)}" if gone else "has its columns in another order"
        way_out = "append new columns behind the old ones, or give the view a new name"
        if refused:
            yield Problem(f"PostgreSQL refuses to replace view {create.view}: it {what}", way_out)
        elif statement.part is Part.UP and not statement.is_private(create.view):
            yield Problem(
                f"view {create.view} {what}: queries that read it fail or read something else",
                way_out,
            )
