"""Type changes that write the whole table anew.

Many do not: what the type was before decides, and the changelog knows it. Where
it does not, this fires and says on what it depends.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AlterColumnType
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("alter-type-rewrite")
def alter_type_rewrite(statement: Statement) -> Iterator[Problem]:
    """ALTER COLUMN … TYPE rewrites the table while nobody reads or writes.

    Its indexes are built anew as well.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, name varchar(40));
    -- changeset 0002_wider
    ALTER TABLE orders ALTER COLUMN id TYPE bigint; -- finding
    ```

    Add a column of the new type, write both, fill the old rows in batches, and
    swap the two.

    Does not fire on a table that nobody else can see, or on a change that the
    old type makes free: a longer varchar, varchar to text, a numeric with more
    digits of the same scale, timestamps of more precision.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id integer, name varchar(40), price numeric(8, 2));
    -- changeset 0002_wider
    ALTER TABLE orders ALTER COLUMN name TYPE varchar(80);
    ALTER TABLE orders ALTER COLUMN name TYPE text;
    ALTER TABLE orders ALTER COLUMN price TYPE numeric(12, 2);
    ```

    Where the changelog does not tell the old type, it fires and says so.

    ```sql
    ALTER TABLE imported ALTER COLUMN id TYPE bigint; -- finding
    ```

    Known elsewhere as: squawk changing-column-type, eugene E5, atlas PG301,
    bytebase COLUMN_DISALLOW_CHANGE_TYPE, strong_migrations and
    online_migrations change_column, django-migration-linter ALTER_COLUMN,
    oneport OPM010.
    """
    for change, effect in statement.of(AlterColumnType, dialect="postgres"):
        if statement.is_private(change.table) or not (effect.rewrites or effect.unknown):
            continue
        doubt = "" if effect.rewrites else f"the changelog does not tell {effect.unknown}: "
        may = "is" if effect.rewrites else "may be"
        yield Problem(
            f"{doubt}{change.table} {may} rewritten to make {change.column} {change.type}:"
            " reads and writes wait",
            f"ALTER TABLE {quoted(change.table)} ADD COLUMN {quoted(change.column + '_new')}"
            f" {change.type}; write both, fill old rows in batches, then swap the names",
        )
