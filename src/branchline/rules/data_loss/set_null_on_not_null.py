"""Foreign keys that answer a DELETE with a value that the column refuses."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Column, ConstraintKind
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.foreign_keys import ForeignKey, foreign_keys
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("set-null-on-not-null")
def set_null_on_not_null(statement: Statement) -> Iterator[Problem]:
    """ON DELETE SET NULL stands on a column that is NOT NULL.

    Every DELETE of a row that is referred to fails, and the error speaks of
    another table than the one that was touched.

    ```sql
    CREATE TABLE items (
      id bigint PRIMARY KEY,
      order_id bigint NOT NULL REFERENCES orders (id) ON DELETE SET NULL
    ); -- finding
    ALTER TABLE items ADD FOREIGN KEY (id) REFERENCES orders (id) ON DELETE SET NULL; -- finding
    ```

    Let the column be NULL, or say ON DELETE RESTRICT. SET DEFAULT without a
    default is the same.

    ```sql
    CREATE TABLE items (
      id bigint PRIMARY KEY,
      order_id bigint REFERENCES orders (id) ON DELETE SET NULL,
      shop_id bigint NOT NULL DEFAULT 0 REFERENCES shops (id) ON DELETE SET DEFAULT
    );
    ```

    Does not fire where the changelog does not tell that the column is NOT NULL,
    or in a rollback.

    ```sql
    ALTER TABLE parcels ADD FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL
      NOT VALID;
    ```

    Known elsewhere as: nothing.
    """
    for key in foreign_keys(statement):
        refusing = [name for name in key.columns if _refuses(statement, key, name)]
        if refusing and statement.part is Part.UP:
            action = key.constraint.on_delete.upper()
            yield Problem(
                f"deleting a row of {key.parent} fails: ON DELETE {action} writes NULL into"
                f" {listing(refusing)} of {key.table}",
                "say ON DELETE RESTRICT, or let it be NULL:"
                f" ALTER TABLE {quoted(key.table)} ALTER COLUMN {quoted(refusing[0])}"
                " DROP NOT NULL",
            )


def _refuses(statement: Statement, key: ForeignKey, name: str) -> bool:
    table = statement.catalog.table(key.table)
    columns = {column.name: column for column in (*(table.columns if table else ()), *key.new)}
    column = columns.get(name)
    if column is None or not _is_not_null(column):
        return False
    unset = column.default is None or column.default.null
    action = key.constraint.on_delete
    return action == "set null" or (action == "set default" and unset)


def _is_not_null(column: Column) -> bool:
    kinds = {constraint.kind for constraint in column.constraints}
    return column.not_null or not kinds.isdisjoint(_KEYS)


_KEYS = {ConstraintKind.PRIMARY_KEY, ConstraintKind.NOT_NULL}
