"""New columns that refer to another table at once.

Without a default there is nothing to look up: then only the lock on the other
table remains, and a short lock_timeout is answer enough.
"""

from collections.abc import Iterator

from branchline.model.effects import Reason
from branchline.model.finding import Problem, Severity
from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.timeouts import is_limited, limit
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing
from branchline.rules.spelling import listed, quoted


@rule("add-column-inline-fk", severity=Severity.WARNING)
def add_column_inline_fk(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN … REFERENCES locks the other table, and may look up every row.

    With a default, every row is looked up while both tables accept no writes.
    Without one nothing is read, but writes to the other table wait until the
    transaction ends.

    ```sql
    ALTER TABLE items ADD COLUMN shop_id bigint DEFAULT 1 REFERENCES shops (id); -- finding
    ALTER TABLE items ADD COLUMN order_id bigint REFERENCES orders (id); -- finding
    ```

    With a default: add the column, then the key NOT VALID, and validate it in a
    changeset of its own. Without: set a short lock_timeout.

    ```sql
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE items ADD COLUMN order_id bigint REFERENCES orders (id);
    ```

    Does not fire when nobody else can see the other table, or without a default
    where a lock_timeout is in force.

    ```sql
    CREATE TABLE shops (id bigint PRIMARY KEY);
    ALTER TABLE items ADD COLUMN shop_id bigint REFERENCES shops (id);
    ```

    Known elsewhere as: squawk adding-foreign-key-constraint, strong_migrations
    and online_migrations add_reference.
    """
    found = [
        (add, effect) for add, effect in statement.of(AddColumn, dialect="postgres") if _keys(add)
    ]
    scanned = dict(by_table(add for add, effect in found if Reason.LOOKED_UP in effect.reasons))
    for table, adds in scanned.items():
        keys = [(add.column.name, key) for add in adds for key in _keys(add)]
        looked_in = listing([str(key.references) for _, key in keys])
        yield Problem(
            f"every row of {table} is looked up in {looked_in}: writes to both wait",
            f"add the column without it, then {'; '.join(_way_out(table, *key) for key in keys)};"
            " validate in a later changeset",
        )
    if is_limited(statement):
        return
    for table, adds in by_table(add for add, effect in found if effect.locks):
        parents = {str(key.references): key.references for add in adds for key in _keys(add)}
        seen = [text for text, name in parents.items() if name and not statement.is_private(name)]
        if seen and table not in scanned:
            yield Problem(
                f"a new key of {table} locks {listing(seen)}: writes wait behind it",
                f"set a limit first, and let the deploy try again: {limit(statement)}",
            )


def _keys(add: AddColumn) -> list[Constraint]:
    return [
        found
        for found in add.column.constraints
        if found.kind is ConstraintKind.FOREIGN_KEY and found.references
    ]


def _way_out(table: Name, column: str, key: Constraint) -> str:
    name = quoted(key.name or f"{table.name}_{column}_fkey")
    columns = f" ({listed(key.referenced_columns)})" if key.referenced_columns else ""
    return (
        f"ALTER TABLE {quoted(table)} ADD CONSTRAINT {name} FOREIGN KEY ({quoted(column)})"
        f" REFERENCES {quoted(key.references or '...')}{columns} NOT VALID"
    )
