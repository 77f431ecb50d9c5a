"""Defaults that running code relies on."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import SetDefault
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.columns import Touched, column_before
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb


@rule("set-default-change", severity=Severity.INFO)
def set_default_change(statement: Statement) -> Iterator[Problem]:
    """A column gets another default while code that leaves it out is running.

    From this moment on, the rows that running code writes differ from those it
    was tested with; code that keeps the default in its models still has the old one.

    ```sql
    ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'draft'; -- finding
    ```

    Let the code write the value, release that, and change the default then.

    Does not fire on a table or column that nobody else can see, where the default
    stays what it was, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, state text DEFAULT 'new');
    -- changeset 0002_default
    ALTER TABLE orders ADD COLUMN kind text;
    ALTER TABLE orders ALTER COLUMN kind SET DEFAULT 'web';
    ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';
    ```

    Known elsewhere as: squawk ban-set-default, online_migrations
    change_column_default.
    """
    for table, changes in by_table(_changes(statement)):
        names = [f"{table}.{change.column}" for change in changes]
        yield Problem(
            f"{listing(names)} {verb(names, 'gets another default', 'get other defaults')}:"
            f" INSERTs that leave {verb(names, 'it', 'them')} out store something else",
            "let the code write the value first, and change the default in a later release",
        )


def _changes(statement: Statement) -> Iterator[SetDefault]:
    for change, _ in statement.of(SetDefault, part=Part.UP):
        touched = Touched(change.table, change.column)
        before = column_before(statement, touched)
        same = before is not None and before.default == change.default
        if not same and not touched.is_new(statement):
            yield change
