"""What a way back leaves behind, does not bring back, or brings back otherwise.

What the rollback drops although the change did not make it is `lossy-down`'s
matter; the order of columns no ALTER TABLE restores.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from branchline.model.changelog import Schemas
from branchline.model.names import Names
from branchline.model.operations import Column
from branchline.model.schema import Catalog, Table

_V = TypeVar("_V")


class Mirror(NamedTuple):
    """Three lists of objects in words: `table orders`, `column orders.note`."""

    left: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


def mirror(schemas: Schemas) -> Mirror:
    """Return how the schema after the way back differs from the one before the change."""
    left: list[str] = []
    lacking: list[str] = []
    other: list[str] = []
    lists = {"left": left, "lacking": lacking, "other": other}
    for verdict, words in (*_objects(schemas), *_tables(schemas), *_indexes(schemas)):
        lists[verdict].append(words)
    return Mirror(tuple(sorted(left)), tuple(sorted(lacking)), tuple(sorted(other)))


_Found = Iterator[tuple[str, str]]


def _objects(schemas: Schemas) -> _Found:
    """Yield views, types, functions and the rest; what ALTER changes in them is not compared."""
    yield from _compared("view", *(catalog.views for catalog in schemas))
    yield from _compared("function", *(catalog.functions for catalog in schemas))
    for verdict, words in _compared("", *(catalog.others for catalog in schemas)):
        name = words.strip()
        what = next((c.others[name] for c in schemas if name in c.others), "")
        if what not in _SHARED:
            yield verdict, f"{what} {name}"
    before, _, restored = schemas
    yield from _compared("type", *(catalog.types for catalog in schemas))
    for name in restored.types.unlike(before.types):
        old, new = before.types.get(name), restored.types.get(name)
        if old is not None and new is not None and old.values != new.values:
            yield "other", f"type {name}"


def _compared(what: str, before: Names[_V], after: Names[_V], restored: Names[_V]) -> _Found:
    for name in restored.unlike(before):
        if name not in before and name in after:
            yield "left", f"{what} {name}"
        elif name not in restored and name not in after:
            yield "lacking", f"{what} {name}"


def _tables(schemas: Schemas) -> _Found:
    before, after, restored = schemas
    for name in restored.tables.unlike(before.tables):
        old, then, now = before.table(name), after.table(name), restored.table(name)
        if old is None and now is not None and now.complete and then is not None:
            yield "left", f"table {name}"
        elif now is None and then is None:
            yield "lacking", f"table {name}"
        elif now is not None and then is not None:
            yield from _columns(old or Table(name, complete=False), then, now)
            yield from _constraints(old or Table(name, complete=False), then, now)


def _columns(old: Table, then: Table, now: Table) -> _Found:
    names = [column.name for column in (*old.columns, *now.columns)]
    for name in dict.fromkeys(names):
        was, has, between = old.column(name), now.column(name), then.column(name)
        words = f"column {now.name}.{name}"
        if was is None and between is not None and has is not None:
            yield "left", words
        elif was is not None and has is None and between is None:
            yield "lacking", words
        elif was is not None and has is not None and _shape(was) != _shape(has):
            yield "other", words


def _shape(column: Column) -> tuple[object, ...]:
    default = column.default.text if column.default and not column.default.null else ""
    kind = str(column.type) if column.type else ""
    return kind, column.not_null, default, column.generated, column.identity


def _constraints(old: Table, then: Table, now: Table) -> _Found:
    columns = {column.name for column in then.columns} | {column.name for column in now.columns}
    was, between, has = ({found.name for found in t.constraints} for t in (old, then, now))
    yield from (("left", f"constraint {name} of {now.name}") for name in (has & between) - was)
    for found in old.constraints:
        gone = found.name not in has and found.name not in between
        if gone and {*found.columns} <= columns:
            yield "lacking", f"constraint {found.name} of {now.name}"


def _indexes(schemas: Schemas) -> _Found:
    """Yield indexes of tables that are there before and after, those of constraints left out."""
    before, _, restored = schemas
    for name in restored.indexes.unlike(before.indexes):
        old, then, now = (catalog.indexes.get(name) for catalog in schemas)
        index = old or now
        if index is None or index.constraint or not _stays(index.table, before, restored):
            continue
        if old is None:
            yield from (("left", f"index {name}"),) if then is not None else ()
        elif now is not None:
            yield "other", f"index {name}"
        else:
            columns = {column.name for column in restored.tables[index.table].columns}
            if {key.column for key in index.keys if key.column} <= columns:
                yield "lacking", f"index {name}"


def _stays(table: str, before: Catalog, restored: Catalog) -> bool:
    return table in before.tables and table in restored.tables


_SHARED = frozenset({"extension", "role", "schema"})
"""What a change often makes IF NOT EXISTS, for others as well: to leave it is no mistake."""
