"""Type changes that are free but for the CHECKs of the column."""

from collections.abc import Iterator

from branchline.model.effects import Reason
from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind, Name
from branchline.model.operations.tables import AlterColumnType
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("alter-type-with-check", severity=Severity.WARNING)
def alter_type_with_check(statement: Statement) -> Iterator[Problem]:
    """A type change that costs nothing checks every row again for a CHECK of the column.

    ```sql
    -- changeset 0001_people
    CREATE TABLE people (name varchar(40) CONSTRAINT people_named CHECK (name <> ''));
    -- changeset 0002_longer
    ALTER TABLE people ALTER COLUMN name TYPE varchar(80); -- finding
    ```

    Drop the CHECK, change the type, add the CHECK again NOT VALID, and validate
    it in a changeset of its own.

    ```sql
    -- changeset 0001_people
    CREATE TABLE people (name varchar(40) CONSTRAINT people_named CHECK (name <> ''));
    -- changeset 0002_longer
    ALTER TABLE people DROP CONSTRAINT people_named;
    ALTER TABLE people ALTER COLUMN name TYPE varchar(80);
    ALTER TABLE people ADD CONSTRAINT people_named CHECK (name <> '') NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE people VALIDATE CONSTRAINT people_named;
    ```

    Does not fire on a column without a CHECK, or on a table that nobody else
    can see. A change that rewrites the table is another matter:
    `alter-type-rewrite`.

    Known elsewhere as: strong_migrations and online_migrations
    change_column_constraint.
    """
    found = (
        change
        for change, effect in blocking(statement, AlterColumnType)
        if not effect.rewrites and Reason.RECHECK in effect.reasons
    )
    for table, changes in by_table(found):
        columns = [change.column for change in changes]
        checks = _checks(statement, table, columns)
        drops = ", ".join(f"DROP CONSTRAINT {quoted(check)}" for check in checks)
        yield Problem(
            f"every row of {table} is checked again for {listing(checks)}: reads and writes wait",
            f"ALTER TABLE {quoted(table)} {drops} first, add it again NOT VALID,"
            " and validate it in a later changeset",
        )


def _checks(statement: Statement, table: Name, columns: list[str]) -> list[str]:
    known = statement.catalog.table(table)
    return [
        found.name
        for found in (known.constraints if known is not None else ())
        if found.kind is ConstraintKind.CHECK
        and found.expression is not None
        and not {*columns}.isdisjoint(found.expression.columns)
    ]
