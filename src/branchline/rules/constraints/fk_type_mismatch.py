"""Foreign keys whose columns are of another type than those they refer to."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name, SqlType
from branchline.model.schema import Catalog, Table
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.constraints.endings import table_after
from branchline.rules.foreign_keys import ForeignKey, foreign_keys
from branchline.rules.spelling import quoted


@rule("fk-type-mismatch", severity=Severity.WARNING)
def fk_type_mismatch(changeset: ChangeSet) -> Iterator[Problem]:
    """A foreign key's column is of another type than the one it refers to.

    MySQL and MariaDB refuse it. Elsewhere an `integer` that refers to a `bigint`
    works until the first number that does not fit; types that cannot be compared
    are refused.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE items (id bigint PRIMARY KEY, order_id integer REFERENCES orders); -- finding
    ```

    Give the column the type of the other one.

    Does not fire on serial and integer, a domain and its base, texts of another
    length, types that SQLite stores alike, where the changelog does not tell both
    types, or in a rollback.

    ```sql
    CREATE DOMAIN code AS text;
    CREATE TABLE orders (id serial PRIMARY KEY, code code UNIQUE);
    CREATE TABLE items (
      order_id integer REFERENCES orders (id),
      order_code varchar(20) REFERENCES orders (code),
      parcel integer REFERENCES parcels (id)
    );
    ```

    Known elsewhere as: online_migrations mismatched_foreign_key_type, bytebase
    advice 245.
    """
    for statement in changeset.statements:
        for key in foreign_keys(statement):
            child = table_after(changeset, statement, key.table)
            parent = table_after(changeset, statement, key.parent)
            if child is not None and parent is not None:
                yield from _differences(statement, key, child, parent)


def _differences(
    statement: Statement, key: ForeignKey, child: Table, parent: Table
) -> Iterator[Problem]:
    primary = parent.primary_key()
    referenced = key.constraint.referenced_columns or (primary.columns if primary else ())
    for name, other in zip(key.columns, referenced, strict=False):
        own, theirs = child.column(name), parent.column(other)
        if own is None or theirs is None or own.type is None or theirs.type is None:
            continue
        if _is_other(statement, own.type, theirs.type):
            yield Problem(
                f"{key.table}.{name} is {own.type} and refers to {key.parent}.{other},"
                f" which is {theirs.type}",
                f"give {quoted(name)} the type {theirs.type}",
                statement.place,
            )


def _is_other(statement: Statement, own: SqlType, theirs: SqlType) -> bool:
    dialect, catalog = statement.engine.dialect, statement.catalog
    if dialect == "sqlite":
        return _affinity(own) != _affinity(theirs)
    one, two = _base(catalog, own), _base(catalog, theirs)
    if (one.name, one.array, one.unsigned) == (two.name, two.array, two.unsigned):
        return False
    return one.array != two.array or not {one.name, two.name} <= _TEXTS


def _base(catalog: Catalog, type_: SqlType) -> SqlType:
    """Return the type under a domain; a domain that leads back to itself ends it."""
    seen = {type_}
    while True:
        known = catalog.types.get(catalog.key(Name(type_.name, type_.schema)))
        if known is None or known.base is None or known.base in seen:
            return type_
        type_ = known.base
        seen.add(type_)


def _affinity(type_: SqlType) -> str:
    """Return how SQLite stores a type. Source: sqlite.org/datatype3.html, 3.1."""
    name = type_.name.lower()
    for affinity, parts in _AFFINITIES.items():
        if any(part in name for part in parts):
            return affinity
    return "numeric"


_TEXTS = frozenset({"char", "varchar", "text", "citext"})
_AFFINITIES = {
    "integer": ("int",),
    "text": ("char", "clob", "text"),
    "blob": ("blob",),
    "real": ("real", "floa", "doub"),
}
