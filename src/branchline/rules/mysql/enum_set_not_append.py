"""ENUM and SET whose old values get other numbers."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import ModifyColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.modified import Change, before, change
from branchline.rules.mysql.servers import seen, ticked


@rule("enum-set-not-append", severity=Severity.WARNING)
def enum_set_not_append(statement: Statement) -> Iterator[Problem]:
    """An ENUM or SET gets a value in the middle, loses one, or needs wider numbers.

    Rows hold the number of a value. When the numbers change, every row is
    written anew while writes wait.

    ```sql mariadb 10.11
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY, state enum('new','paid'), flags set('a','b'));
    -- changeset 0002_states
    ALTER TABLE orders MODIFY state enum('new','open','paid'); -- finding
    ALTER TABLE orders MODIFY flags set('b','a'); -- finding
    ```

    Put new values at the end.

    ```sql mariadb 10.11
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY, state enum('new','paid'));
    -- changeset 0002_states
    ALTER TABLE orders MODIFY state enum('new','paid','open');
    ```

    The numbers of an ENUM become wider with its 256th value, those of a SET
    with its 9th, 17th, 25th and 33rd.

    ```sql mysql 8.0
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY, flags set('1','2','3','4','5','6','7','8'));
    -- changeset 0002_flags
    ALTER TABLE orders MODIFY flags set('1','2','3','4','5','6','7','8','9'); -- finding
    ```

    Does not fire on a table that nobody else can see, or where the changelog
    does not tell the old values. `enum-set-value-removed` speaks of the rows
    that have a value which goes.

    ```sql mysql 8.0
    CREATE TABLE carts (state enum('new','paid'));
    ALTER TABLE carts MODIFY state enum('paid','new');
    ```

    Known elsewhere as: atlas MY110 to MY113 and MY120 to MY123.
    """
    for modify, effect in seen(statement, ModifyColumn):
        old = before(statement, modify)
        if effect.algorithm != "COPY" or change(statement, modify) is not Change.VALUES:
            continue
        values = old.type.values if old is not None and old.type is not None else ()
        new = modify.column.type.values if modify.column.type is not None else ()
        kept = new[: len(values)] == values
        wider = "its numbers need another byte" if kept else "old values get other numbers"
        yield Problem(
            f"{modify.table}.{modify.name}: {wider}, and every row is written anew: writes wait",
            "move the new values to a table of their own"
            if kept
            else f"put new values at the end: {_appended(modify, values, new)}",
        )


def _appended(modify: ModifyColumn, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    name = modify.column.type.name if modify.column.type is not None else ""
    values = [*old, *(value for value in new if value not in old)]
    inside = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    column = ticked(modify.column.name)
    return f"ALTER TABLE {ticked(modify.table)} MODIFY {column} {name}({inside})"
