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

    Queries that name a column that is gone fail. Where columns only move, INSERT
    … SELECT * and code that reads by position take one for another, silently.

    ```sql mariadb
    -- changeset 0001_totals
    CREATE VIEW totals AS SELECT id, total, tax FROM orders;
    -- changeset 0002_less
    CREATE OR REPLACE VIEW totals AS SELECT id, total FROM orders; -- finding
    CREATE OR REPLACE VIEW totals AS SELECT total, id FROM orders; -- finding
    ```

    Append new columns behind the old ones, or give the view a new name.

    Does not fire when columns are only appended, where the columns are not known
    (`SELECT *`), on a view that the same changeset created, or in a rollback. Nor
    on PostgreSQL, which refuses such a view.

    ```sql mariadb
    -- changeset 0001_totals
    CREATE VIEW totals AS SELECT id, total FROM orders;
    CREATE VIEW everything AS SELECT * FROM orders;
    -- changeset 0002_more
    CREATE OR REPLACE VIEW totals AS SELECT id, total, tax FROM orders;
    CREATE OR REPLACE VIEW everything AS SELECT id FROM orders;
    ```

    Known elsewhere as: squawk ban-replace-view.
    """
    for create, _ in statement.of(CreateView, part=Part.UP):
        if not create.replace or statement.engine.dialect == "postgres":
            continue
        known = statement.catalog.views.get(statement.catalog.new_key(create.view))
        old = known.columns if known and not statement.is_private(create.view) else ()
        new = create.columns
        if not (old and new) or new[: len(old)] == old:
            continue
        gone = [column for column in old if column not in new]
        what = f"loses {listing(gone)}" if gone else "has its columns in another order"
        yield Problem(
            f"view {create.view} {what}: queries that read it fail or read something else",
            "append new columns behind the old ones, or give the view a new name",
        )
