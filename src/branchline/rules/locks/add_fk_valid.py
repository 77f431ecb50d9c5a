"""Foreign keys that check every row at once.

Before PostgreSQL 18 the foreign key of a partitioned table cannot be NOT
VALID; its partitions' can.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Constraint, ConstraintKind
from branchline.model.operations.tables import AddConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking_constraints
from branchline.rules.spelling import listed, quoted


@rule("add-fk-valid")
def add_fk_valid(statement: Statement) -> Iterator[Problem]:
    """ADD FOREIGN KEY checks every row while both tables accept no writes.

    ```sql
    ALTER TABLE items ADD CONSTRAINT items_order_fkey
      FOREIGN KEY (order_id) REFERENCES orders (id); -- finding
    ```

    Add it NOT VALID, which already holds for new rows, and validate it in a
    changeset of its own, which lets others work.

    ```sql
    -- changeset 0002_fk
    ALTER TABLE items ADD CONSTRAINT items_order_fkey
      FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE items VALIDATE CONSTRAINT items_order_fkey;
    ```

    Does not fire when the referencing table is one that nobody else can see, or
    on NOT ENFORCED. A partitioned table before PostgreSQL 18 cannot have NOT
    VALID: there the hint goes by way of its partitions.

    ```sql
    CREATE TABLE items (order_id bigint);
    ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id);
    ```

    Known elsewhere as: squawk adding-foreign-key-constraint, eugene E1, atlas
    PG306, bytebase STATEMENT_ADD_FOREIGN_KEY_NOT_VALID, strong_migrations and
    online_migrations add_foreign_key.
    """
    for add, key in blocking_constraints(statement, ConstraintKind.FOREIGN_KEY):
        table = statement.catalog.table(add.table)
        parted = table is not None and table.partitioned and statement.engine.version < (18,)
        yield Problem(
            f"every row of {add.table} is looked up in {key.references}:"
            f" writes to {'it' if _is_private(statement, key) else 'both tables'} wait",
            _PARTITIONED if parted else _way_out(add, key),
        )


def _is_private(statement: Statement, key: Constraint) -> bool:
    return key.references is None or statement.is_private(key.references)


def _way_out(add: AddConstraint, key: Constraint) -> str:
    table = quoted(add.table)
    name = quoted(key.name or f"{add.table.name}_{'_'.join(key.columns)}_fkey")
    parent = quoted(key.references) if key.references else "..."
    columns = f" ({listed(key.referenced_columns)})" if key.referenced_columns else ""
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({listed(key.columns)})"
        f" REFERENCES {parent}{columns} NOT VALID;"
        f" in a later changeset ALTER TABLE {table} VALIDATE CONSTRAINT {name}"
    )


_PARTITIONED = (
    "add it to each partition NOT VALID and validate it there;"
    " the parent then takes those over without a check"
)
