"""Defaults that differ from row to row, so that every row has to be written.

`now()` is not one of them: it is the same for the whole statement, and
PostgreSQL 11 and later keep such a default beside the table.
"""

from collections.abc import Iterator, Sequence

from branchline.model.effects import Effect
from branchline.model.finding import Problem
from branchline.model.operations import Column
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.model.value import replace
from branchline.rule import rule
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("add-column-volatile-default")
def add_column_volatile_default(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN with a default that is computed anew for every row.

    The table is rewritten, and nobody reads or writes it until that is done.
    Before PostgreSQL 11, any default does this.

    ```sql
    ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid(); -- finding
    ALTER TABLE orders ADD COLUMN seen timestamptz DEFAULT clock_timestamp(); -- finding
    ```

    ```sql postgres 10
    ALTER TABLE orders ADD COLUMN state text DEFAULT 'open'; -- finding
    ```

    Add the column without a default, then set the default for new rows, then
    fill the old ones in batches.

    ```sql
    ALTER TABLE orders ADD COLUMN token uuid;
    ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();
    ```

    Does not fire on a table that nobody else can see, or on a default that is
    the same for all rows: a constant, `now()`, a function that the changelog
    declared STABLE or IMMUTABLE.

    ```sql
    ALTER TABLE orders ADD COLUMN state text DEFAULT 'open';
    ALTER TABLE orders ADD COLUMN created timestamptz DEFAULT now();
    CREATE FUNCTION region() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'eu' $$;
    ALTER TABLE orders ADD COLUMN region text DEFAULT region();
    ```

    Known elsewhere as: squawk adding-field-with-default, atlas PG302, bytebase
    COLUMN_DEFAULT_DISALLOW_VOLATILE, strong_migrations and online_migrations
    add_column_default, locksafe add-column-volatile-default.
    """
    found = [
        (add, effect)
        for add, effect in statement.of(AddColumn, dialect="postgres")
        if _has_default(add.column) and not statement.is_private(add.table)
    ]
    certain = dict(by_table(add for add, effect in found if _rewrites(statement, add, effect)))
    for table, adds in certain.items():
        yield _problem(f"every row of {table} is", adds)
    for table, adds in by_table(add for add, effect in found if effect.unknown):
        if table not in certain:
            what = listing([effect.unknown for add, effect in found if add in adds])
            doubt = f"the changelog does not tell {what}: every row of {table} may be"
            yield replace(_problem(doubt, adds), doubtful=True)


def _problem(what: str, adds: Sequence[AddColumn]) -> Problem:
    names = [add.column.name for add in adds]
    texts = [add.column.default.text for add in adds if add.column.default]
    pairs = zip(names, texts, strict=True)
    defaults = ", ".join(f"ALTER COLUMN {quoted(name)} SET DEFAULT {text}" for name, text in pairs)
    return Problem(
        f"{what} rewritten to hold {listing(texts)}: reads and writes wait",
        f"add {listing(names)} without a default, then ALTER TABLE {quoted(adds[0].table)}"
        f" {defaults}, then fill old rows in batches",
    )


def _has_default(column: Column) -> bool:
    return column.default is not None and not column.default.null and not column.generated


def _rewrites(statement: Statement, add: AddColumn, effect: Effect) -> bool:
    """Whether it is the default that makes the server write every row."""
    first = (11,)
    old = (statement.engine.version or first) < first
    varies = add.column.default is not None and not add.column.default.constant
    return bool(effect.rewrites) and not effect.unknown and (old or varies)
