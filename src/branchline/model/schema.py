"""The schema as the changelog makes it: what stands before a statement runs.

What the changelog did not make is unknown, not absent: a table that is missing
here may well exist on the server. Rules ask `knows` before they conclude
anything from absence.
"""

from typing import Any

from branchline.model.names import Names
from branchline.model.operations.base import (
    Column,
    Constraint,
    ConstraintKind,
    Expression,
    Key,
    Name,
    SqlType,
)
from branchline.model.value import value

TEMPORARY = "pg_temp"

_NONE: Names[Any] = Names()


@value
class Index:
    """An index of a table; `constraint` names the constraint that it serves."""

    name: str
    table: str
    keys: tuple[Key, ...] = ()
    unique: bool = False
    valid: bool = True
    where: Expression | None = None
    method: str = "btree"
    include: tuple[str, ...] = ()
    constraint: str = ""


@value
class Table:
    """A table, its columns in order.

    `complete` is false when columns may be missing here: the table came from a
    query or a LIKE of something unknown, or was altered without having been
    created in the changelog. `rows` says that the changelog put rows in.
    `children` inherit from it (INHERITS); partitions stand apart.
    """

    name: str
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    complete: bool = True
    temporary: bool = False
    unlogged: bool = False
    partitioned: bool = False
    partition_of: str = ""
    partition_columns: tuple[str, ...] = ()
    default_partition: str = ""
    partitions: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    rows: bool = False
    created_by: str = ""

    def column(self, name: str) -> Column | None:
        """Return the column called `name`."""
        for column in self.columns:  # faster than a generator, and asked all the time
            if column.name == name:
                return column
        return None

    def constraint(self, name: str) -> Constraint | None:
        """Return the constraint called `name`."""
        return next((found for found in self.constraints if found.name == name), None)

    def primary_key(self) -> Constraint | None:
        """Return the primary key."""
        kind = ConstraintKind.PRIMARY_KEY
        return next((found for found in self.constraints if found.kind is kind), None)

    def foreign_keys(self) -> tuple[Constraint, ...]:
        """Return the foreign keys that go out from here."""
        return tuple(f for f in self.constraints if f.kind is ConstraintKind.FOREIGN_KEY)

    def proves_not_null(self, column: str) -> bool:
        """Whether a valid CHECK lets PostgreSQL 12 and later skip the scan of SET NOT NULL."""
        return any(
            found.kind is ConstraintKind.CHECK
            and found.valid
            and found.enforced
            and found.expression is not None
            and column in found.expression.not_null
            for found in self.constraints
        )


@value
class View:
    """A view; `reads` are the tables and views of its query, `mentions` the columns it names.

    A `*` names the columns that its only table has when the view is made.
    `filled` is false of a materialized view that nobody can read before REFRESH.
    """

    name: str
    materialized: bool = False
    columns: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    star: bool = False
    mentions: tuple[str, ...] = ()
    filled: bool = True


@value
class UserType:
    """A type: `form` is enum, composite, range, base, shell or domain.

    A domain has `base` and constraints.
    """

    name: str
    form: str = "enum"
    values: tuple[str, ...] = ()
    base: SqlType | None = None
    constraints: tuple[Constraint, ...] = ()


@value
class Function:
    """A routine; `arguments` tell overloads apart; `inlined` is `CreateFunction`'s."""

    name: str
    arguments: tuple[str, ...] = ()
    argument_names: tuple[str, ...] = ()
    returns: str = ""
    volatility: str = "volatile"
    procedure: bool = False
    inlined: tuple[str, ...] | None = None


@value
class Catalog:
    """All that the changelog has made so far, by canonical name.

    The canonical name of an object leaves out the default schema: `orders`,
    `audit.log`. `key` makes one from a `Name`. `gone` are tables that the
    changelog dropped or renamed away: known to be absent. `search_path` is
    what the unit at hand set, without PostgreSQL's own schemas. `constraints`
    counts the tables with a constraint of a name, `name` or `schema.name`.
    `granted` are the roles with a privilege on an object.
    """

    tables: Names[Table] = _NONE
    indexes: Names[Index] = _NONE
    views: Names[View] = _NONE
    types: Names[UserType] = _NONE
    functions: Names[tuple[Function, ...]] = _NONE
    others: Names[str] = _NONE
    referencing: Names[tuple[str, ...]] = _NONE
    table_indexes: Names[tuple[str, ...]] = _NONE
    gone: Names[bool] = _NONE
    default_schema: str = "public"
    readers: Names[tuple[str, ...]] = _NONE
    search_path: tuple[str, ...] = ()
    constraints: Names[int] = _NONE
    granted: Names[tuple[str, ...]] = _NONE

    def key(self, name: Name) -> str:
        """Return the canonical name of what `name` means here, made or not.

        Without a schema the search path decides: the first one in it that has
        such an object, else the first one. Temporary tables come before all.
        """
        if name.schema:
            return self._in(name.schema, name.name)
        hidden = f"{TEMPORARY}.{name.name}"
        if hidden in self.tables:
            return hidden
        for schema in self.search_path:
            key = self._in(schema, name.name)
            if any(key in names for names in (self.tables, self.views, self.types, self.indexes)):
                return key
        return self.new_key(name)

    def new_key(self, name: Name) -> str:
        """Return the canonical name of an object that is created as `name`."""
        schema = name.schema or next(iter(self.search_path), "")
        return self._in(schema, name.name)

    def table(self, name: Name | str) -> Table | None:
        """Return the table, when the changelog made it."""
        return self.tables.get(name if isinstance(name, str) else self.key(name))

    def index(self, name: Name | str) -> Index | None:
        """Return the index, when the changelog made it."""
        return self.indexes.get(name if isinstance(name, str) else self.key(name))

    def indexes_of(self, table: str) -> tuple[Index, ...]:
        """Return the indexes of a table."""
        return tuple(self.indexes[name] for name in self.table_indexes.get(table, ()))

    def referencing_tables(self, table: str) -> tuple[str, ...]:
        """Return the tables with a foreign key to `table`."""
        return self.referencing.get(table, ())

    def readers_of(self, relation: str) -> tuple[str, ...]:
        """Return the views that read a table or view."""
        return self.readers.get(relation, ())

    def _in(self, schema: str, name: str) -> str:
        return name if schema in {"", self.default_schema} else f"{schema}.{name}"
