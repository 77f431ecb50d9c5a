"""Foreign keys that lock the other table when they go.

A key is known by the changelog, and where that does not tell, by the name that
the server or a habit gives it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.effects import Effect, Lock
from branchline.model.finding import Problem, Severity
from branchline.model.operations import Constraint, Name
from branchline.model.operations.tables import DropColumn, DropConstraint, DropTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.timeouts import is_limited, limit
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing


@rule("fk-drop-locks-parent", severity=Severity.WARNING)
def fk_drop_locks_parent(statement: Statement) -> Iterator[Problem]:
    """Dropping a foreign key locks the table it refers to against everyone.

    So does dropping a table or a column that has one. Every query on the other
    table waits behind the drop, and that is often the busiest table there is.

    ```sql
    -- changeset 0001_tables
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE items (order_id bigint CONSTRAINT items_order REFERENCES orders);
    CREATE TABLE notes (order_id bigint REFERENCES orders);
    -- changeset 0002_drops
    ALTER TABLE items DROP CONSTRAINT items_order; -- finding
    DROP TABLE notes; -- finding
    ALTER TABLE imported DROP CONSTRAINT fk_imported_orders; -- finding
    ```

    Set a short lock_timeout, and let the deploy try again. Drop the keys one by
    one, each in a changeset of its own, before the table.

    ```sql
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE items DROP CONSTRAINT items_order_id_fkey;
    ```

    Does not fire where a lock_timeout is in force, on a table that nobody else
    can see, or when the same changeset drops the other table too.

    ```sql
    -- changeset 0001_tables
    CREATE TABLE orders (id bigint PRIMARY KEY CONSTRAINT positive CHECK (id > 0));
    CREATE TABLE items (order_id bigint REFERENCES orders);
    -- changeset 0002_drops
    ALTER TABLE orders DROP CONSTRAINT positive;
    DROP TABLE items;
    DROP TABLE orders;
    ```

    Known elsewhere as: online_migrations drop_table_multiple_foreign_keys.
    """
    if statement.engine.dialect != "postgres" or is_limited(statement):
        return
    for table, drops in by_table(_drops(statement)):
        parents = [*dict.fromkeys(parent for drop in drops for parent in drop.parents)]
        what = listing([*dict.fromkeys(drop.what for drop in drops)])
        others = listing(parents) if parents else f"the table that {table} refers to"
        yield Problem(
            f"dropping {what} locks {others} too: every query on it waits behind it",
            f"set a limit first, and let the deploy try again: {limit(statement)}",
        )


class _Drop(NamedTuple):
    """Something with a foreign key that goes; no `parents` when nobody knows them."""

    table: Name
    what: str
    parents: tuple[str, ...] = ()


def _drops(statement: Statement) -> Iterator[_Drop]:
    for drop, effect in statement.of(DropConstraint):
        known = statement.catalog.table(drop.table)
        found = known.constraint(drop.name) if known is not None else None
        parents = _parents(statement, effect, (found,) if found is not None else (), drop.table)
        guessed = (
            found is None and _HABIT.search(drop.name) and not statement.is_private(drop.table)
        )
        if parents or guessed:
            yield _Drop(drop.table, f"constraint {drop.name}", parents)
    for column, effect in statement.of(DropColumn):
        known = statement.catalog.table(column.table)
        keys = tuple(k for k in known.foreign_keys() if column.column in k.columns) if known else ()
        parents = _parents(statement, effect, keys, column.table)
        if parents:
            yield _Drop(column.table, f"column {column.table}.{column.column}", parents)
    for table, effect in statement.of(DropTable):
        known = statement.catalog.table(table.table)
        parents = _parents(statement, effect, known.foreign_keys() if known else (), table.table)
        if parents:
            yield _Drop(table.table, f"table {table.table}", parents)


def _parents(
    statement: Statement, effect: Effect, keys: tuple[Constraint, ...], table: Name
) -> tuple[str, ...]:
    """Return the other tables that are locked, and stay."""
    names = [key.references for key in keys if key.references is not None]
    return tuple(
        dict.fromkeys(
            str(name)
            for name in names
            if effect.lock_on(statement.name(name)) is Lock.ACCESS_EXCLUSIVE
            and statement.name(name) != statement.name(table)
            and not any(
                statement.name(other.table) == statement.name(name)
                for _, other in statement.unit.about(DropTable, name.name)
            )
        )
    )


_HABIT = re.compile(r"_fkey\d*$|^fk_|_fk$", re.IGNORECASE)
