"""Indexes that another index makes superfluous."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateIndex, DropIndex
from branchline.model.schema import Index
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted

# Each index is compared with all others of its table: MySQL has no more than 64.
_MOST = 128


@rule("duplicate-index", severity=Severity.WARNING)
def duplicate_index(statement: Statement) -> Iterator[Problem]:
    """An index is created that another one makes superfluous, or the other way round.

    An index on (a, b) finds all that one on (a) finds. Both are written with every
    INSERT and UPDATE, and take their place in memory.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, at timestamptz);
    CREATE INDEX orders_customer ON orders (customer);
    -- changeset 0002_at
    CREATE INDEX orders_customer_at ON orders (customer, at); -- finding
    CREATE INDEX orders_customer_2 ON orders (customer); -- finding
    ```

    Drop the shorter one, after the longer one is there.

    Does not fire when the two differ in uniqueness, method, predicate, direction,
    operator class or collation, on expressions, on the index of a constraint, when
    the same changeset drops the other one, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, at timestamptz);
    CREATE INDEX orders_customer ON orders (customer);
    -- changeset 0002_others
    CREATE UNIQUE INDEX orders_unique ON orders (customer, at);
    CREATE INDEX orders_recent ON orders (customer) WHERE at > '2024-01-01';
    CREATE INDEX orders_id ON orders (id, at);
    -- changeset 0003_longer
    CREATE INDEX orders_longer ON orders (customer, at);
    DROP INDEX orders_customer;
    ```

    Known elsewhere as: skeema dupe-index, bytebase TABLE_NO_DUPLICATE_INDEX and
    INDEX_NOT_REDUNDANT, Supabase's splinter 0009.
    """
    for create, _ in statement.of(CreateIndex, part=Part.UP):
        for other in _others(statement, create):
            spare, better = _pair(create, other)
            if not spare or _is_dropped_later(statement, create, other):
                continue
            yield Problem(
                f"{spare} is superfluous beside {better}: each write of {create.table} keeps both",
                _way_out(statement, create, spare),
            )


def _pair(create: CreateIndex, other: Index) -> tuple[str, str]:
    """Return the index that is not needed and the one that is, by their names; none if both are."""
    if not _is_alike(create, other):
        return "", ""
    new, old = create.name or "the new index", other.name
    if other.keys[: len(create.keys)] == create.keys:
        whole = len(other.keys) == len(create.keys)
        fits = {*create.include} <= {*other.include} if whole else not create.include
        return (new, old) if fits and (whole or not create.unique) else ("", "")
    longer = create.keys[: len(other.keys)] == other.keys and not create.unique
    return (old, new) if longer and not other.include else ("", "")


def _is_alike(create: CreateIndex, other: Index) -> bool:
    text = (create.where.text if create.where else "", other.where.text if other.where else "")
    return (
        other.valid
        and not other.constraint
        and create.unique == other.unique
        and (create.method or "btree") == (other.method or "btree")
        and not create.kind_of
        and text[0] == text[1]
        and all(key.column for key in (*create.keys, *other.keys))
    )


def _others(statement: Statement, create: CreateIndex) -> Iterator[Index]:
    """Yield the other indexes of the table: those before, and those before it in the statement.

    Only MySQL and MariaDB make several in one, and all of one table.
    """
    table = statement.name(create.table)
    catalog = statement.catalog
    for name in catalog.table_indexes.get(table, ())[:_MOST]:
        if not (create.if_not_exists and name.rpartition(".")[2] == create.name):
            yield catalog.indexes[name]
    made = [beside for beside, _ in statement.of(CreateIndex)][:_MOST]
    for beside in made[: made.index(create)] if create in made else ():
        yield Index(beside.name, table, beside.keys, beside.unique, method=beside.method)


def _is_dropped_later(statement: Statement, create: CreateIndex, other: Index) -> bool:
    names = {other.name.rpartition(".")[2], create.name}
    return any(
        drop.index.name in names and at >= statement.position
        for name in names
        for at, drop in statement.unit.about(DropIndex, name)
    )


def _way_out(statement: Statement, create: CreateIndex, spare: str) -> str:
    if spare in {create.name, "the new index"}:
        return "leave it out"
    if statement.engine.dialect in {"mysql", "mariadb"}:
        return f"drop it: DROP INDEX {quoted(spare)} ON {quoted(create.table)}"
    postgres = statement.engine.dialect == "postgres"
    return f"drop it: DROP INDEX{' CONCURRENTLY' if postgres else ''} {quoted(spare)}"
