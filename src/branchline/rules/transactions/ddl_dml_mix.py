"""A changed schema and changed rows in one transaction."""

from collections.abc import Iterator, Sequence

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.tables import CreateTable, TableOperation
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.changes import changes_rows, changes_schema


@rule("ddl-dml-mix", severity=Severity.WARNING)
def ddl_dml_mix(changeset: ChangeSet) -> Iterator[Problem]:
    """One changeset alters a table and changes rows of tables that hold some.

    The strong lock of the alteration is held until the last row has changed,
    and everybody waits that long. Where the server commits with every change of
    the schema, half of the changeset stays when the rest fails.

    ```sql
    ALTER TABLE orders ADD COLUMN region text;
    UPDATE orders SET region = 'eu' WHERE country = 'fr'; -- finding
    ```

    Alter the table in one changeset and change the rows in the next.

    ```sql
    -- changeset 0002_region
    ALTER TABLE orders ADD COLUMN region text;
    -- changeset 0003_fill_region
    UPDATE orders SET region = 'eu' WHERE country = 'fr';
    ```

    Does not fire on rows of a table that the changeset made, beside tables that
    it made, on the tables in which tools keep their own history, or when there
    is no common transaction.

    ```sql
    CREATE TABLE states (name text PRIMARY KEY);
    INSERT INTO states VALUES ('open'), ('paid');
    ALTER TABLE orders ADD COLUMN state text;
    UPDATE alembic_version SET version_num = 'a1' WHERE version_num = 'a0';
    ```

    ```sql
    CREATE TABLE states (name text PRIMARY KEY);
    UPDATE orders SET state = 'open' WHERE state IS NULL;
    ```

    ```sql
    -- changeset 0002_region no-transaction
    ALTER TABLE orders ADD COLUMN region text;
    UPDATE orders SET region = 'eu' WHERE country = 'fr';
    ```

    Known elsewhere as: bytebase 227, oneport OPM021, liquibase-linter
    isolate-ddl-changes and separate-ddl-context, PandaDoc.
    """
    for half in (changeset.statements, changeset.undo) if changeset.transaction else ():
        altered, rows = _first(half, rows=False), _first(half, rows=True)
        if altered and rows:
            (table, _), (changed, statement) = altered, rows
            yield Problem(
                f"alters {table} and changes rows of {changed} in one transaction:"
                f" {table} stays locked until all of them are changed",
                "give the rows a changeset of their own, after this one",
                statement.place,
            )


def _first(half: Sequence[Statement], *, rows: bool) -> tuple[Name, Statement] | None:
    """Return the first existing table that is altered, or whose rows are changed."""
    wanted = changes_rows if rows else changes_schema
    for statement in half:
        for operation in statement.operations:
            if (
                isinstance(operation, TableOperation)
                and not isinstance(operation, CreateTable)
                and wanted(operation)
                and operation.table.name not in _HISTORIES
                and not statement.is_private(operation.table)
            ):
                return operation.table, statement
    return None


_HISTORIES = frozenset(
    {
        "alembic_version",
        "databasechangelog",
        "databasechangeloglock",
        "django_migrations",
        "flyway_schema_history",
        "goose_db_version",
        "knex_migrations",
        "schema_migrations",
    }
)
