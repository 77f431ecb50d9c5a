"""Names that code seldom says: constraints, indexes, triggers, policies."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import RenameObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("rename-table-part", severity=Severity.INFO)
def rename_table_part(statement: Statement) -> Iterator[Problem]:
    """A constraint, index, trigger, policy or rule of a table is renamed.

    Code says these names in few places, and fails in all of them: ON CONFLICT ON
    CONSTRAINT, handlers that look for a constraint's name in an error, index
    hints, later migrations.

    ```sql
    ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO total_is_positive; -- finding
    ALTER INDEX orders_idx RENAME TO orders_total_idx; -- finding
    ```

    Look for the old name in the code before.

    Does not fire on a table that nobody else can see, on what the same changeset
    created, or in a rollback.

    ```sql
    CREATE INDEX orders_idx ON orders (total);
    ALTER INDEX orders_idx RENAME TO orders_total_idx;
    CREATE TABLE carts (id bigint CONSTRAINT carts_key PRIMARY KEY);
    ALTER TABLE carts RENAME CONSTRAINT carts_key TO carts_pkey;
    ```

    Known elsewhere as: squawk renaming-object.
    """
    for rename, _ in statement.of(RenameObject, part=Part.UP):
        if rename.what in _PARTS and not _is_new(statement, rename):
            on = f" on {rename.table}" if rename.table else ""
            yield Problem(
                f"renames {rename.what} {rename.name}{on} to {rename.new_name}",
                f"make sure that no code says {rename.name.name}: ON CONFLICT ON CONSTRAINT,"
                " handlers of errors, hints",
            )


def _is_new(statement: Statement, rename: RenameObject) -> bool:
    if rename.table is not None:
        return statement.is_private(rename.table)
    index = statement.catalog.index(rename.name)
    created = statement.situation.created
    return statement.is_private(rename.name) or (index is not None and index.table in created)


_PARTS = frozenset({"constraint", "domain constraint", "index", "policy", "rule", "trigger"})
