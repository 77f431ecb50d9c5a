"""Indexes that a foreign key or the uniqueness of rows rests on."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind, Key
from branchline.model.operations.objects import CreateIndex, DropIndex
from branchline.model.operations.tables import AddConstraint, DropColumn, DropConstraint, DropTable
from branchline.model.schema import Index, Table
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.constraints.written import dropped_index
from branchline.rules.sentences import listing, verb


@rule("drop-index-backing-fk-or-unique", severity=Severity.WARNING)
def drop_index_backing_fk_or_unique(statement: Statement) -> Iterator[Problem]:
    """An index is dropped that a foreign key or a promise of uniqueness rests on.

    Without a unique index, rows can be written twice from this moment on. Without
    the only index of a foreign key's columns, each DELETE from the table that it
    refers to reads this one as a whole; MySQL and MariaDB refuse to drop it.

    ```sql
    -- changeset 0001_items
    CREATE TABLE orders (id bigint PRIMARY KEY, code text);
    CREATE UNIQUE INDEX orders_code ON orders (code);
    CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);
    CREATE INDEX items_order ON items (order_id);
    -- changeset 0002_drops
    DROP INDEX orders_code; -- finding
    DROP INDEX items_order; -- finding
    ```

    Build the index that takes its place first, or drop the foreign key as well.

    Does not fire when another index serves as well, when the same changeset makes
    one (for uniqueness also of more columns: a promise that was loosened on
    purpose), drops the foreign key, a column or the table, on a table that nobody
    else can see, or in a rollback.

    ```sql
    -- changeset 0001_items
    CREATE TABLE orders (id bigint PRIMARY KEY, code text);
    CREATE UNIQUE INDEX orders_code ON orders (code);
    CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);
    CREATE INDEX items_order ON items (order_id);
    -- changeset 0002_drops
    CREATE INDEX items_order_2 ON items (order_id, id);
    DROP INDEX items_order;
    DROP INDEX orders_code;
    ALTER TABLE orders DROP COLUMN code;
    ```

    Known elsewhere as: squawk ban-drop-index, bytebase
    COLUMN_DISALLOW_DROP_IN_INDEX.
    """
    for drop, _ in statement.of(DropIndex, part=Part.UP):
        index = dropped_index(statement, drop)
        table = statement.catalog.table(index.table) if index else None
        if index is None or table is None or _is_moot(statement, drop, index):
            continue
        for lost in _lost(statement, index, table):
            yield Problem(
                f"drops index {drop.index} of {table.name}, and with it {lost}",
                "build the index that takes its place first, and drop this one then",
            )


def _lost(statement: Statement, index: Index, table: Table) -> Iterator[str]:
    stays = [
        other
        for other in statement.catalog.indexes_of(table.name)
        if other.name != index.name and other.valid and other.where is None
    ]
    made = [*_made(statement, table)]
    columns = {part.column for part in index.keys}
    if index.unique and not any(_keeps_apart(other, columns, made) for other in (*stays, *made)):
        named = [part.column or "an expression" for part in index.keys]
        yield f"that {listing(named)} {verb(named, 'is', 'are')} unique"
    for key in table.foreign_keys():
        needs = {*key.columns}
        if _begins(index, needs) and not any(_begins(other, needs) for other in (*stays, *made)):
            yield f"the only index that begins with {listing(key.columns)} of {key.name}"


def _keeps_apart(other: Index, columns: set[str], made: list[Index]) -> bool:
    """Whether rows stay apart: by fewer of the columns, or by more if the unit says so."""
    own = {part.column for part in other.keys}
    return other.unique and (own <= columns or (other in made and columns <= own))


def _made(statement: Statement, table: Table) -> Iterator[Index]:
    """Yield the indexes that the unit makes for the table, those of constraints included."""
    unit, bare = statement.unit, table.name.rpartition(".")[2]
    for _, create in unit.about(CreateIndex, bare):
        if statement.name(create.table) == table.name:
            yield Index(create.name, table.name, create.keys, create.unique)
    for _, add in unit.about(AddConstraint, bare):
        found = add.constraint
        if found.kind in _KEYS and statement.name(add.table) == table.name:
            yield Index(found.name, table.name, tuple(map(Key, found.columns)), unique=True)


def _begins(index: Index, columns: set[str]) -> bool:
    return {part.column for part in index.keys[: len(columns)]} == columns


def _is_moot(statement: Statement, drop: DropIndex, index: Index) -> bool:
    """Whether what rests on the index goes as well, or nobody else can see it."""
    bare = index.table.rpartition(".")[2]
    columns = {part.column for part in index.keys}
    table = statement.catalog.table(index.table)
    keys = table.foreign_keys() if table else ()
    served = {key.name for key in keys if {*key.columns} & columns}
    unit = statement.unit
    return (
        bool(index.constraint)
        or index.table in statement.situation.created
        or statement.is_private(drop.index)
        or any(statement.name(gone.table) == index.table for _, gone in unit.about(DropTable, bare))
        or any(gone.column in columns for _, gone in unit.about(DropColumn, bare))
        or any(gone.name in served for _, gone in unit.about(DropConstraint, bare))
    )


_KEYS = frozenset({ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE})
