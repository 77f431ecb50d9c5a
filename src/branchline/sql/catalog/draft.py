"""A schema being changed by one operation.

All links between objects are kept here and only here: which tables refer to a
table, which indexes and views hang on it. A draft that changed nothing gives
back the catalogue it came from.
"""

from collections.abc import Iterator
from typing import Any

from branchline.model.names import Names
from branchline.model.operations.base import Constraint, ConstraintKind, Name
from branchline.model.schema import Catalog, Index, Table, View
from branchline.model.value import replace

# Every version of a list is kept by the statement before it: a hostile file may
# not make that quadratic. No server allows as many columns.
MOST = 4096

_LINKS = tuple[str, ...]


class Draft:
    """The maps of a catalogue, to be changed in place and taken together by `finished`."""

    def __init__(self, catalog: Catalog, change: str = "") -> None:
        """Start from `catalog`; `change` names the changeset that makes the changes."""
        self.before = catalog
        self.change = change
        self.tables = catalog.tables
        self.indexes = catalog.indexes
        self.views = catalog.views
        self.types = catalog.types
        self.functions = catalog.functions
        self.others = catalog.others
        self.granted = catalog.granted
        self.search_path = catalog.search_path
        self._referencing = catalog.referencing
        self._table_indexes = catalog.table_indexes
        self._readers = catalog.readers
        self._gone = catalog.gone
        self._constraints = catalog.constraints

    def finished(self) -> Catalog:
        """Return the catalogue with the changes; the one before when there are none."""
        before = self.before
        maps = {
            "tables": self.tables,
            "indexes": self.indexes,
            "views": self.views,
            "types": self.types,
            "functions": self.functions,
            "others": self.others,
            "granted": self.granted,
            "referencing": self._referencing,
            "table_indexes": self._table_indexes,
            "gone": self._gone,
            "constraints": self._constraints,
            "readers": self._readers,
            "search_path": self.search_path,
        }
        changed: dict[str, Any] = {
            name: new for name, new in maps.items() if new is not getattr(before, name)
        }
        return replace(before, **changed) if changed else before

    def key(self, name: Name) -> str:
        """Return the canonical name of an object that the operation names, or just made."""
        for schema in () if name.schema else self.before.search_path:
            key = self.before.new_key(Name(name.name, schema))
            if key in self.tables:
                return key
        return self.before.key(name)

    def name(self, key: str) -> Name:
        """Return a name that means the object of a canonical name, whatever the search path."""
        schema, _, name = key.rpartition(".")
        home = self.before.default_schema if self.before.search_path else ""
        return Name(name, schema or home)

    def target(self, constraint: Constraint) -> str:
        """Return the canonical name of the table a foreign key refers to, else an empty text."""
        return self.key(constraint.references) if constraint.references else ""

    def exists(self, key: str) -> bool:
        """Whether a relation is known by this name: they share one space of names."""
        return key in self.tables or key in self.views or key in self.indexes

    def has_constraint(self, key: str) -> bool:
        """Whether some table of the schema has a constraint of this name."""
        return key in self._constraints

    def move_grants(self, key: str, new: str = "") -> None:
        """Let the privileges follow an object; without a new name they are gone."""
        roles = self.granted.get(key)
        if roles is not None:
            rest = self.granted.without(key)
            self.granted = rest.put(new, roles) if new else rest

    # --- tables ---

    def put_table(self, table: Table) -> None:
        """Set a table; the links of its foreign keys are up to `link` and `unlink`."""
        known = self.tables.get(table.name)
        self._count(known, table)
        self.tables = self.tables.put(table.name, table)
        self._gone = self._gone.without(table.name)

    def take_table(self, key: str) -> None:
        """Leave a table out and remember that it is gone."""
        self._count(self.tables.get(key), None)
        self.tables = self.tables.without(key)
        self._gone = self._gone.put(key, True)  # noqa: FBT003 - the value says nothing

    def alterable(self, name: Name) -> Table | None:
        """Return the table an ALTER changes: an incomplete one when nobody made it here."""
        key = self.key(name)
        known = self.tables.get(key)
        if known is not None or key in self._gone or self.exists(key) or key in self.others:
            return known
        return Table(key, complete=False)

    def family(self, key: str) -> Iterator[str]:
        """Yield a table and all that inherit from it, partitions included, each once."""
        seen, waiting = {key}, [key]
        while waiting:
            member = waiting.pop()
            yield member
            table = self.tables.get(member)
            if table is not None:
                heirs = [heir for heir in (*table.partitions, *table.children) if heir not in seen]
                seen.update(heirs)
                waiting.extend(heirs)

    # --- foreign keys ---

    def link(self, table: str, constraint: Constraint) -> None:
        """Note that `table` refers to what a foreign key names."""
        if constraint.kind is ConstraintKind.FOREIGN_KEY and constraint.references:
            self._referencing = _linked(self._referencing, self.target(constraint), table)

    def unlink(self, table: str, target: str) -> None:
        """Forget that `table` refers to `target`, unless a foreign key of it still does."""
        known = self.tables.get(table)
        keys = known.foreign_keys() if known is not None else ()
        if all(self.target(key) != target for key in keys):
            self._referencing = _unlinked(self._referencing, target, table)

    def referencing(self, table: str) -> _LINKS:
        """Return the tables with a foreign key to `table`."""
        return self._referencing.get(table, ())

    # --- indexes ---

    def put_index(self, index: Index) -> None:
        """Set an index.

        MySQL's names are unique in a table only: one that another table's index
        has goes by `table.name`.
        """
        taken = self.indexes.get(index.name)
        if taken is not None and taken.table != index.table:
            index = replace(index, name=f"{index.table}.{index.name}")
        self.indexes = self.indexes.put(index.name, index)
        self._table_indexes = _linked(self._table_indexes, index.table, index.name)

    def take_index(self, key: str) -> Index | None:
        """Leave an index out and return it."""
        index = self.indexes.get(key)
        if index is not None:
            self.indexes = self.indexes.without(key)
            self._table_indexes = _unlinked(self._table_indexes, index.table, key)
        return index

    def indexes_of(self, table: str) -> tuple[Index, ...]:
        """Return the indexes of a table."""
        return tuple(self.indexes[key] for key in self._table_indexes.get(table, ()))

    # --- views ---

    def put_view(self, view: View) -> None:
        """Set a view, in the place of one with the same name."""
        self.take_view(view.name)
        self.views = self.views.put(view.name, view)
        for read in view.reads:
            self._readers = _linked(self._readers, read, view.name)

    def take_view(self, key: str) -> View | None:
        """Leave a view out and return it."""
        view = self.views.get(key)
        if view is not None:
            self.views = self.views.without(key)
            for read in view.reads:
                self._readers = _unlinked(self._readers, read, key)
        return view

    def readers(self, relation: str) -> _LINKS:
        """Return the views that read a table or view."""
        return self._readers.get(relation, ())

    def _count(self, old: Table | None, new: Table | None) -> None:
        """Keep count of the constraints' names: PostgreSQL makes up none that is taken."""
        before = old.constraints if old is not None else ()
        after = new.constraints if new is not None else ()
        if before is after:
            return
        table = new or old
        schema, dot, _ = table.name.rpartition(".") if table is not None else ("", "", "")
        left, stay = set(map(id, before)), set(map(id, after))
        for constraints, same, step in ((before, stay, -1), (after, left, 1)):
            for constraint in constraints:
                if id(constraint) in same:
                    continue
                name = f"{schema}{dot}{constraint.name}"
                count = self._constraints.get(name, 0) + step
                kept = self._constraints
                self._constraints = kept.put(name, count) if count else kept.without(name)


def _linked(links: Names[_LINKS], name: str, other: str) -> Names[_LINKS]:
    known = links.get(name, ())
    if other in known or len(known) >= MOST:
        return links
    return links.put(name, (*known, other))


def _unlinked(links: Names[_LINKS], name: str, other: str) -> Names[_LINKS]:
    known = links.get(name, ())
    if other not in known:
        return links
    rest = tuple(link for link in known if link != other)
    return links.put(name, rest) if rest else links.without(name)
