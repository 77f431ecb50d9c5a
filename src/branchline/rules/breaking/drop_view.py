"""Views that running code reads."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateView, DropView
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.again import goes_with_schema, is_taken_again
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("drop-view", severity=Severity.WARNING)
def drop_view(statement: Statement) -> Iterator[Problem]:
    """A view is dropped while running code reads it.

    No row is lost, but every query that names the view fails. One that is made
    again with fewer columns fails the queries that read the others.

    ```sql
    -- changeset 0001_views
    CREATE VIEW totals AS SELECT id, total, tax FROM orders;
    CREATE MATERIALIZED VIEW sums AS SELECT sum(total) AS total FROM orders;
    -- changeset 0002_less
    DROP VIEW totals; -- finding
    CREATE VIEW totals AS SELECT id, total FROM orders;
    DROP MATERIALIZED VIEW sums; -- finding
    ```

    Replace it with CREATE OR REPLACE VIEW, or drop it in a release after the one
    that stops reading it.

    Does not fire on a view that the same changeset created, that it makes again
    with the same columns or more, when it drops the whole schema, or in a
    rollback.

    ```sql
    -- changeset 0001_views
    CREATE VIEW totals AS SELECT id, total FROM orders;
    CREATE MATERIALIZED VIEW sums AS SELECT sum(total) AS total FROM orders;
    -- changeset 0002_more
    DROP VIEW totals;
    CREATE VIEW totals AS SELECT tax, id, total FROM orders;
    DROP MATERIALIZED VIEW sums;
    CREATE TABLE sums (total numeric);
    ```

    ```sql
    CREATE VIEW scratch AS SELECT 1 AS one;
    DROP VIEW scratch;
    DROP VIEW reports.totals;
    DROP SCHEMA reports;
    ```

    Known elsewhere as: squawk ban-drop-view, bytebase
    SCHEMA_BACKWARD_COMPATIBILITY.
    """
    for drop, _ in statement.of(DropView, part=Part.UP):
        what = f"{'materialized ' if drop.materialized else ''}view {drop.view}"
        if statement.is_private(drop.view) or goes_with_schema(statement, drop.view):
            continue
        if not is_taken_again(statement, drop.view):
            yield Problem(f"drops {what}: queries that read it fail", _later(drop))
        elif missing := _missing(statement, drop):
            yield Problem(
                f"makes {what} again without {listing(missing)}: queries that read it fail",
                "keep the columns until no code reads them, or give the view a new name",
            )


def _later(drop: DropView) -> str:
    kind = "MATERIALIZED VIEW" if drop.materialized else "VIEW"
    return (
        "release code that does not read it, and drop it in a later release:"
        f" DROP {kind} {quoted(drop.view)}"
    )


def _missing(statement: Statement, drop: DropView) -> list[str]:
    """Return the columns that the new view lacks, as far as both are known."""
    old = statement.catalog.views.get(statement.name(drop.view))
    new = next((made.columns for made in statement.later_on(CreateView, drop.view)), ())
    return [column for column in (old.columns if old and new else ()) if column not in new]
