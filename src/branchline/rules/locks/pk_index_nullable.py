"""Primary keys made of an index whose columns may be NULL."""

from collections.abc import Iterator

from branchline.model.effects import Blocks
from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind
from branchline.model.operations.tables import AddConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("pk-index-nullable", severity=Severity.WARNING)
def pk_index_nullable(statement: Statement) -> Iterator[Problem]:
    """PRIMARY KEY USING INDEX makes its columns NOT NULL, and reads every row for that.

    The index is there already, so the rest would take an instant.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint);
    CREATE UNIQUE INDEX orders_id_idx ON orders (id);
    -- changeset 0002_key
    ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_id_idx; -- finding
    ```

    Make the columns NOT NULL first, by way of a CHECK that is validated while
    others work.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint NOT NULL);
    CREATE UNIQUE INDEX orders_id_idx ON orders (id);
    -- changeset 0002_key
    ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_id_idx;
    ```

    Does not fire on a table that nobody else can see, or where the columns are
    NOT NULL or a valid CHECK proves it. Where the changelog does not tell the
    index, it fires and says so.

    ```sql
    ALTER TABLE imported ADD PRIMARY KEY USING INDEX imported_idx; -- finding
    ```

    Known elsewhere as: eugene W14, atlas PG304, pgfence add-pk-using-index.
    """
    for add, effect in statement.of(AddConstraint, dialect="postgres"):
        key = add.constraint
        primary = key.kind is ConstraintKind.PRIMARY_KEY and bool(key.using_index)
        blocks = effect.blocks is not Blocks.NOTHING
        if not primary or statement.is_private(add.table) or not (blocks or effect.unknown):
            continue
        doubt = f"the changelog does not tell {effect.unknown}: " if effect.unknown else ""
        table = quoted(add.table)
        yield Problem(
            f"{doubt}every row of {add.table} {'may be' if doubt else 'is'} read to see that its"
            " key is never null: reads and writes wait",
            f"prove it first: ALTER TABLE {table} ADD CHECK (... IS NOT NULL) NOT VALID;"
            " validate in a later changeset, then SET NOT NULL, then the key",
            doubtful=bool(doubt),
        )
