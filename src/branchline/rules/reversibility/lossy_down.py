"""Rollbacks that destroy what the change did not make.

Only what the change itself can be seen to make may go: where it runs code that
cannot be read, nothing is concluded.
"""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.model.operations import Name
from branchline.model.operations.tables import (
    AddColumn,
    CreateTable,
    DropColumn,
    DropTable,
    RenameColumn,
    RenameTable,
)
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.reversibility.opaque import is_opaque


@rule("lossy-down")
def lossy_down(changeset: ChangeSet) -> Iterator[Problem]:
    """A rollback drops a table or a column that was there before the change.

    Rolling back is meant to restore the state before. This one takes rows away
    that the change never touched.

    ```sql
    -- changeset 0001_tables
    CREATE TABLE orders (id bigint PRIMARY KEY, note text);
    CREATE TABLE carts (id bigint PRIMARY KEY);
    -- changeset 0002_region
    ALTER TABLE orders ADD COLUMN region text;
    -- rollback
    ALTER TABLE orders DROP COLUMN region;
    ALTER TABLE orders DROP COLUMN note; -- finding
    DROP TABLE carts; -- finding
    ```

    Undo what the change did, and nothing else.

    Does not fire on what the change created, also under the name of what it replaced,
    on what the rollback creates or
    copies itself, or when the change runs code that cannot be read.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ALTER TABLE orders ADD COLUMN note text;
    -- rollback
    ALTER TABLE orders DROP COLUMN note;
    DROP TABLE orders;
    ```

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, note text);
    -- changeset 0002_note
    ALTER TABLE orders ADD COLUMN new_note jsonb;
    ALTER TABLE orders DROP COLUMN note;
    ALTER TABLE orders RENAME COLUMN new_note TO note;
    -- rollback
    ALTER TABLE orders ADD COLUMN old_note text;
    ALTER TABLE orders DROP COLUMN note;
    ALTER TABLE orders RENAME COLUMN old_note TO note;
    ```

    Known elsewhere as: nothing.
    """
    if is_opaque(changeset.statements):
        return
    for statement in changeset.undo:
        for drop, _ in statement.of(DropTable):
            if not _made(changeset, statement, drop.table):
                yield _problem(f"table {drop.table}", statement)
        for column, _ in statement.of(DropColumn):
            if not _made_column(changeset, statement, column):
                yield _problem(f"column {column.table}.{column.column}", statement)


def _problem(what: str, statement: Statement) -> Problem:
    return Problem(
        f"the rollback drops {what}, which was there before the change",
        "undo what the change did, and nothing else",
        statement.place,
    )


def _made(changeset: ChangeSet, undo: Statement, table: Name) -> bool:
    """Whether the change or the rollback made the table, or it is gone already."""
    key = undo.name(table)
    last = changeset.statements[-1]
    creates = last.unit.about(CreateTable, table.name)
    return (
        undo.is_private(table)
        or key in undo.catalog.gone
        or undo.rebuilds(table)
        or last.is_private(table)
        or any(undo.name(create.table) == key for _, create in creates)
        or any(
            undo.name(rename.new_name) == key and last.is_private(rename.table)
            for rename, _ in last.of(RenameTable)
        )
    )


def _made_column(changeset: ChangeSet, undo: Statement, drop: DropColumn) -> bool:
    unit, table = changeset.statements[-1].unit, drop.table.name
    adds = unit.about(AddColumn, table)
    renames = unit.about(RenameColumn, table)
    here = undo.name(drop.table)
    made = {add.column.name for _, add in adds if undo.name(add.table) == here}
    made |= {each.new_name for _, each in renames if each.column in made}
    return (
        _made(changeset, undo, drop.table)
        or undo.is_new_column(drop.table, drop.column)
        or drop.column in made
    )
