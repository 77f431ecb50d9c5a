"""Columns that SQLite cannot add."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Column, ConstraintKind
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("unsupported-alter")
def unsupported_alter(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN asks for what SQLite cannot add to a table: it fails.

    It adds no PRIMARY KEY and no UNIQUE column, and, once there is a row, no
    default that is more than a constant and no STORED column.

    ```sql sqlite
    ALTER TABLE orders ADD COLUMN number integer UNIQUE; -- finding
    ALTER TABLE orders ADD COLUMN made text DEFAULT CURRENT_TIMESTAMP; -- finding
    ALTER TABLE orders ADD COLUMN gross integer AS (net * 2) STORED; -- finding
    PRAGMA foreign_keys = ON;
    ALTER TABLE orders ADD COLUMN shop integer DEFAULT 1 REFERENCES shops (id); -- finding
    ```

    Add a plain column and fill it, or build the table anew: create the new one,
    copy the rows, drop the old one, rename the new one.

    ```sql sqlite
    ALTER TABLE orders ADD COLUMN number integer;
    CREATE UNIQUE INDEX orders_number ON orders (number);
    ALTER TABLE orders ADD COLUMN gross integer AS (net * 2) VIRTUAL;
    ALTER TABLE orders ADD COLUMN shop integer DEFAULT 1 REFERENCES shops (id);
    ```

    Does not fire on what an empty table of the same changeset can take.
    `required-column` speaks of NOT NULL without a default; ALTER COLUMN and ADD
    CONSTRAINT are no SQLite at all, which `unparsable-statement` says.

    ```sql sqlite
    CREATE TABLE carts (id integer PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN made text DEFAULT CURRENT_TIMESTAMP;
    ```

    Known elsewhere as: nothing.
    """
    for add, _ in statement.of(AddColumn, dialect="sqlite"):
        table = statement.catalog.table(add.table)
        empty = statement.is_private(add.table) and table is not None and not table.rows
        checked = (statement.situation.setting("foreign_keys") or "").lower() in _ON
        for what in _refused(add.column, empty=empty, checked=checked):
            yield Problem(
                f"SQLite cannot add {what} column to a table: {add.table}.{add.column.name} fails",
                "add a plain column and fill it, or build the table anew",
            )


def _refused(column: Column, *, empty: bool, checked: bool) -> Iterator[str]:
    kinds = {found.kind for found in column.constraints}
    if ConstraintKind.PRIMARY_KEY in kinds:
        yield "a PRIMARY KEY"
    if ConstraintKind.UNIQUE in kinds:
        yield "a UNIQUE"
    default = column.default
    given = default is not None and not default.null
    if empty:
        return
    if column.generated == "stored":
        yield "a STORED"
    if default is not None and given and _is_computed(default.text):
        yield "with a computed default a"
    elif given and checked and ConstraintKind.FOREIGN_KEY in kinds:
        yield "with a default a REFERENCES"


def _is_computed(text: str) -> bool:
    return text.startswith("(") or text.upper() in _CLOCK


_ON = {"1", "on", "true", "yes"}
_CLOCK = {"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"}
