"""Type changes that write the whole table anew.

Many do not: what the type was before decides, and the changelog knows it. Where
it does not, this fires and says on what it depends.
"""

from collections.abc import Iterator, Sequence

from branchline.model.finding import Problem
from branchline.model.operations.tables import AlterColumnType
from branchline.model.statement import Statement
from branchline.model.value import replace
from branchline.rule import rule
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb
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

    Several columns of one table are one finding: the table is written once.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (total integer, tax integer, state char(4));
    -- changeset 0002_wider
    ALTER TABLE orders ALTER COLUMN total TYPE bigint, ALTER COLUMN tax TYPE bigint,
      ALTER COLUMN state TYPE text; -- finding
    ```

    Where the changelog does not tell the old type, it says so, and warns only.

    ```sql
    ALTER TABLE imported ALTER COLUMN id TYPE bigint; -- finding
    ```

    Known elsewhere as: squawk changing-column-type, eugene E5, atlas PG301,
    bytebase COLUMN_DISALLOW_CHANGE_TYPE, strong_migrations and
    online_migrations change_column, django-migration-linter ALTER_COLUMN,
    oneport OPM010.
    """
    found = statement.of(AlterColumnType, dialect="postgres")
    public = [
        (change, effect) for change, effect in found if not statement.is_private(change.table)
    ]
    certain = dict(
        by_table(change for change, effect in public if effect.rewrites and not effect.unknown)
    )
    for table, changes in certain.items():
        yield _problem(f"{table} is rewritten", changes)
    doubtful = by_table(change for change, effect in public if effect.unknown)
    for table, changes in doubtful:
        if table not in certain:
            columns = [change.column for change in changes]
            what = f"what {listing(columns)} {verb(columns, 'was', 'were')} before"
            yield replace(
                _problem(f"the changelog does not tell {what}: {table} may be rewritten", changes),
                doubtful=True,
            )


def _problem(what: str, changes: Sequence[AlterColumnType]) -> Problem:
    types: dict[str, list[str]] = {}
    for change in changes:
        types.setdefault(str(change.type), []).append(change.column)
    made = [f"{listing(columns)} {type_}" for type_, columns in types.items()]
    added = [f"ADD COLUMN {quoted(f'{change.column}_new')} {change.type}" for change in changes]
    return Problem(
        f"{what} to make {listing(made)}: reads and writes wait",
        f"ALTER TABLE {quoted(changes[0].table)} {', '.join(added)};"
        " write both, fill old rows in batches, then swap the names",
    )
