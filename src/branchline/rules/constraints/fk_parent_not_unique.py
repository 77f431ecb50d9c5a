"""Foreign keys to columns that are no key."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Constraint, ConstraintKind
from branchline.model.operations.objects import CreateIndex
from branchline.model.operations.tables import CreateTable
from branchline.model.schema import Table
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.constraints.written import constraints
from branchline.rules.foreign_keys import ForeignKey, foreign_keys
from branchline.rules.sentences import listing
from branchline.rules.spelling import listed, quoted


@rule("fk-parent-not-unique")
def fk_parent_not_unique(statement: Statement) -> Iterator[Problem]:
    """A foreign key refers to columns that are not unique.

    PostgreSQL refuses the statement, MySQL and MariaDB where the columns do not
    even begin an index; SQLite takes it and refuses every row instead.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, code text);
    CREATE TABLE items (
      id bigint PRIMARY KEY,
      order_code text REFERENCES orders (code) -- finding
    );
    ```

    Refer to the primary key, or make the columns unique first.

    Does not fire when a primary key, a UNIQUE constraint or a unique index without
    a predicate has these columns, in any order; on MySQL and MariaDB when an index
    begins with them; or where the changelog does not tell the whole table.

    ```sql
    CREATE TABLE orders (
      id bigint PRIMARY KEY, code text, region text, parent bigint REFERENCES orders
    );
    CREATE UNIQUE INDEX orders_code ON orders (region, code);
    CREATE TABLE items (
      code text, region text, parcel bigint REFERENCES parcels (number),
      FOREIGN KEY (code, region) REFERENCES orders (code, region)
    );
    ```

    Known elsewhere as: skeema fk-parent, bytebase advice 243 and 244.
    """
    for key in foreign_keys(statement):
        parent = _parent(statement, key)
        if parent is not None and not _is_unique(statement, key, parent):
            columns = key.constraint.referenced_columns
            on = f"{listing(columns)} of {key.parent}" if columns else f"{key.parent}"
            lacks = "is not unique" if columns else "has no primary key"
            yield Problem(
                f"a foreign key of {key.table} refers to {on}, which {lacks}",
                "refer to its primary key, or make the columns unique first: ALTER TABLE"
                f" {quoted(key.parent)} ADD CONSTRAINT ... UNIQUE ({listed(columns) or '...'})",
            )


def _parent(statement: Statement, key: ForeignKey) -> Table | None:
    """Return the referenced table as far as it was there before, when all of it is known."""
    name = statement.name(key.parent)
    if any(
        create.table == key.parent and not (create.like or create.from_query)
        for create, _ in statement.of(CreateTable)
    ):
        return Table(name)
    known = statement.catalog.table(name)
    return known if known and known.complete and not known.parents else None


def _is_unique(statement: Statement, key: ForeignKey, parent: Table) -> bool:
    columns = key.constraint.referenced_columns
    keys = [*parent.constraints, *_keys_beside(statement, key)]
    if not columns:
        return any(found.kind is ConstraintKind.PRIMARY_KEY for found in keys)
    made = any(
        found.kind in _KEYS and {*found.columns} == {*columns} and not found.deferrable
        for found in keys
    )
    return made or _has_index(statement, key, parent, columns)


def _keys_beside(statement: Statement, key: ForeignKey) -> Iterator[Constraint]:
    """Yield the keys that the same statement gives to the referenced table."""
    for found in constraints(statement):
        if found.constraint.kind in _KEYS and found.table == key.parent:
            yield Constraint(found.constraint.kind, columns=found.columns)


def _has_index(
    statement: Statement, key: ForeignKey, parent: Table, columns: tuple[str, ...]
) -> bool:
    known = statement.catalog.indexes_of(parent.name)
    indexes = [(i.keys, i.unique, i.where) for i in known if not i.constraint]
    indexes += [
        (create.keys, create.unique, create.where)
        for create, _ in statement.of(CreateIndex)
        if create.table == key.parent
    ]
    if statement.engine.dialect in {"mysql", "mariadb"}:
        primary = parent.constraints + tuple(_keys_beside(statement, key))
        begins = [found.columns[: len(columns)] for found in primary if found.kind in _KEYS]
        begins += [tuple(part.column for part in keys[: len(columns)]) for keys, _, _ in indexes]
        return columns in begins
    return any(
        unique and where is None and {part.column for part in keys} == {*columns}
        for keys, unique, where in indexes
    )


_KEYS = frozenset({ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE})
