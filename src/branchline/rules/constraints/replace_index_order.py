"""Indexes that are dropped before their successor is there."""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations import Key
from branchline.model.operations.objects import CreateIndex, DropIndex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.constraints.written import dropped_index


@rule("replace-index-order", severity=Severity.WARNING)
def replace_index_order(changeset: ChangeSet) -> Iterator[Problem]:
    """An index is dropped before the one that takes its place is built.

    Until the new one is there, the queries that used the old one read the whole
    table; a unique one lets duplicates in, which the new one then fails on. In one
    transaction nobody reads the table at all meanwhile: DROP INDEX locks it.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, at timestamptz);
    CREATE INDEX orders_customer ON orders (customer);
    -- changeset 0002_wider no-transaction
    DROP INDEX CONCURRENTLY orders_customer; -- finding
    CREATE INDEX CONCURRENTLY orders_customer_at ON orders (customer, at);
    ```

    Build the new one first, under another name, and drop the old one then.

    Does not fire in that order, on indexes of other columns, on a table that nobody
    else can see, in one statement, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, at timestamptz);
    CREATE INDEX orders_customer ON orders (customer);
    -- changeset 0002_wider no-transaction
    CREATE INDEX CONCURRENTLY orders_customer_at ON orders (customer, at);
    DROP INDEX CONCURRENTLY orders_customer;
    CREATE INDEX CONCURRENTLY orders_at ON orders (at);
    ```

    Known elsewhere as: online_migrations replace_index.
    """
    dropped: dict[str, list[_Dropped]] = {}
    for statement in changeset.statements:
        for create, _ in statement.of(CreateIndex):
            if statement.is_private(create.table):
                continue
            for old in _replaced(statement, create, dropped):
                yield _problem(old, create)
        for drop, _ in statement.of(DropIndex):
            found = dropped_index(statement, drop)
            key = found.table if found else f"index {drop.index.name}"
            keys = found.keys if found else ()
            dropped.setdefault(key, []).append(_Dropped(drop, keys, statement))


class _Dropped(NamedTuple):
    drop: DropIndex
    keys: tuple[Key, ...]
    statement: Statement


def _replaced(
    statement: Statement, create: CreateIndex, dropped: dict[str, list[_Dropped]]
) -> Iterator[_Dropped]:
    """Yield, once, what a new index takes the place of: like columns, or the same name."""
    yield from dropped.pop(f"index {create.name}", ())
    beside = dropped.get(statement.name(create.table), [])
    for old in [old for old in beside if _similar(old.keys, create.keys)]:
        beside.remove(old)
        yield old


def _similar(one: tuple[Key, ...], other: tuple[Key, ...]) -> bool:
    """Whether one list of columns begins with the other."""
    length = min(len(one), len(other))
    return [key.column for key in one[:length]] == [key.column for key in other[:length]]


def _problem(old: _Dropped, create: CreateIndex) -> Problem:
    again = create.name == old.drop.index.name
    new = "it is built anew" if again else f"{create.name or 'its successor'} is built"
    locked = old.statement.in_transaction and old.statement.engine.dialect == "postgres"
    effect = (
        f"nobody reads or writes {create.table} until it is"
        if locked
        else f"queries on {create.table} go without one"
    )
    return Problem(
        f"index {old.drop.index} is dropped before {new}: {effect}",
        "build the new one first, under another name, and drop the old one then",
        old.statement.place,
    )
