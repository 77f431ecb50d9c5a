"""Foreign keys whose own columns have no index."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable
from branchline.model.schema import Index, Table
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.constraints.endings import table_after
from branchline.rules.foreign_keys import ForeignKey, foreign_keys
from branchline.rules.sentences import listing
from branchline.rules.spelling import listed, quoted


@rule("fk-without-index", severity=Severity.WARNING)
def fk_without_index(changeset: ChangeSet, *, small: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A foreign key's own columns have no index.

    Each DELETE of a referenced row, and each UPDATE of its key, reads the whole
    table that refers to it, while it holds locks.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint);
    CREATE TABLE items (
      id bigint PRIMARY KEY,
      order_id bigint REFERENCES orders (id) -- finding
    );
    ```

    Create an index that begins with the columns. `small` names tables so small
    that reading them costs nothing.

    Does not fire when the table has such an index at the end of the changeset (a
    partial one must leave out NULL alone), on MySQL and MariaDB, which make one, on
    a temporary table, where the changelog does not tell all indexes of the table,
    or in a rollback.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE items (
      id bigint PRIMARY KEY,
      order_id bigint REFERENCES orders (id),
      refund_id bigint REFERENCES orders (id)
    );
    CREATE INDEX items_order ON items (order_id, id);
    CREATE INDEX items_refund ON items (refund_id) WHERE refund_id IS NOT NULL;
    ALTER TABLE imported ADD CONSTRAINT own FOREIGN KEY (order_id) REFERENCES orders (id);
    ```

    Known elsewhere as: eugene E15, pgfence fk-missing-index, Supabase's splinter
    0001.
    """
    for statement in changeset.statements:
        if statement.engine.dialect in {"mysql", "mariadb"}:
            return
        for key in foreign_keys(statement):
            table = table_after(changeset, statement, key.table)
            if table is None or table.temporary or key.table.name in small:
                continue
            if _is_known(statement, key, table) and not _has_index(changeset, table, key):
                yield Problem(
                    f"no index of {key.table} begins with {listing(key.columns)}: a DELETE from"
                    f" {key.parent} reads all of {key.table}",
                    f"CREATE INDEX{_concurrently(statement, key)} ON {quoted(key.table)}"
                    f" ({listed(key.columns)})",
                    statement.place,
                )


def _is_known(statement: Statement, key: ForeignKey, table: Table) -> bool:
    """Whether no index can stand there that the changelog does not tell of."""
    return table.complete or all(
        any(column.name == name for column in key.new) or statement.is_new_column(key.table, name)
        for name in key.columns
    )


def _has_index(changeset: ChangeSet, table: Table, key: ForeignKey) -> bool:
    schemas = changeset.schemas
    indexes = schemas.after.indexes_of(table.name) if schemas else ()
    return any(_serves(index, key.columns) for index in indexes)


def _serves(index: Index, columns: tuple[str, ...]) -> bool:
    first = {part.column for part in index.keys[: len(columns)]}
    return (
        index.valid
        and first == {*columns}
        and index.method in {"btree", "hash"}
        and (index.where is None or _leaves_out_null_alone(index, columns))
    )


def _leaves_out_null_alone(index: Index, columns: tuple[str, ...]) -> bool:
    where = index.where
    return (
        where is not None
        and {*where.columns} == {*where.not_null} <= {*columns}
        and not (where.functions or where.strings or where.subquery)
    )


def _concurrently(statement: Statement, key: ForeignKey) -> str:
    new = statement.is_private(key.table) or any(statement.of(CreateTable))
    return "" if new or statement.engine.dialect != "postgres" else " CONCURRENTLY"
