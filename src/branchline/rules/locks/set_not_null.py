"""NOT NULL that has to be proved by reading every row.

PostgreSQL 12 and later take a valid CHECK for proof, whichever changeset made
it: then nothing is read, and nothing fires here.
"""

from collections.abc import Iterator, Sequence

from branchline.model.finding import Problem
from branchline.model.operations import Name
from branchline.model.operations.tables import SetNotNull
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("set-not-null")
def set_not_null(statement: Statement) -> Iterator[Problem]:
    """SET NOT NULL reads the whole table while nobody else can.

    ```sql
    ALTER TABLE orders ALTER COLUMN total SET NOT NULL; -- finding
    ```

    Prove it first, in changesets of their own: a CHECK that is NOT VALID is
    instant, VALIDATE reads the table while others work, and SET NOT NULL then
    takes the CHECK for proof.

    ```sql
    -- changeset 0002_check
    ALTER TABLE orders ADD CONSTRAINT orders_total_set CHECK (total IS NOT NULL) NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_set;
    -- changeset 0004_not_null
    ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
    ALTER TABLE orders DROP CONSTRAINT orders_total_set;
    ```

    Does not fire on a table that nobody else can see, on a column that is NOT
    NULL already, or where a valid CHECK proves it.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);
    -- changeset 0002_again
    ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
    ALTER TABLE orders ALTER COLUMN id SET NOT NULL;
    ```

    Known elsewhere as: squawk adding-not-nullable-field, eugene E2, atlas
    PG303, bytebase STATEMENT_DISALLOW_ADD_NOT_NULL, strong_migrations and
    online_migrations change_column_null, oneport OPM013.
    """
    for table, changes in by_table(change for change, _ in blocking(statement, SetNotNull)):
        columns = [change.column for change in changes]
        yield Problem(
            f"every row of {table} is read to see that {listing(columns)}"
            f" {verb(columns, 'is', 'are')} never null: reads and writes wait",
            _way_out(table, columns, statement.engine.version),
        )


def _way_out(table: Name, columns: Sequence[str], version: tuple[int, ...]) -> str:
    named = version >= (18,)
    names = [quoted(f"{table.name}_{column}_not_null") for column in columns]
    proofs = [
        f"NOT NULL {quoted(column)}" if named else f"CHECK ({quoted(column)} IS NOT NULL)"
        for column in columns
    ]
    pairs = zip(names, proofs, strict=True)
    added = ", ".join(f"ADD CONSTRAINT {name} {proof} NOT VALID" for name, proof in pairs)
    validated = ", ".join(f"VALIDATE CONSTRAINT {name}" for name in names)
    last = "" if named else ", then SET NOT NULL"
    return (
        f"ALTER TABLE {quoted(table)} {added};"
        f" in a later changeset ALTER TABLE {quoted(table)} {validated}{last}"
    )
