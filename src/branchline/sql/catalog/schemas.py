"""Schemas: objects moved between them, a schema dropped or renamed with all in it.

A name's schema is the text before its last dot. Looking for all that is in a
schema looks at everything, which only DROP and RENAME of a schema do.
"""

from collections.abc import Iterator, Mapping

from branchline.model.operations.base import Name
from branchline.model.operations.objects import DropObject, RenameObject, SetSchema
from branchline.model.operations.session import SetVariable
from branchline.model.operations.tables import RenameTable
from branchline.model.schema import Catalog
from branchline.model.value import replace
from branchline.sql.catalog import indexes, objects, tables, views
from branchline.sql.catalog.constraints import renamed
from branchline.sql.catalog.draft import Draft
from branchline.sql.catalog.naming import in_schema_of

_ROUTINES = {"function", "procedure", "routine", "aggregate"}
_SYSTEM = {"", "$user", "pg_catalog", "pg_temp", "information_schema"}
_LONGEST_PATH = 16


def drop_object(draft: Draft, operation: DropObject) -> None:
    """DROP of anything; a schema takes along what is in it."""
    if operation.what != "schema":
        objects.drop_object(draft, operation)
        return
    draft.others = draft.others.without(operation.name.name)
    if operation.cascade:
        _drop_all(draft, operation.name.name)


def rename_object(draft: Draft, operation: RenameObject) -> None:
    """RENAME of anything but tables and columns."""
    what, new = operation.what, operation.new_name
    key = draft.key(operation.name)
    if what == "schema":
        _rename_schema(draft, operation.name.name, new)
    elif what == "index":
        indexes.rename(draft, operation.name, new, operation.table)
    elif what == "constraint" and operation.table is not None:
        renamed(draft, draft.key(operation.table), operation.name.name, new)
    elif what == "trigger" and operation.table is not None:
        _rename_trigger(draft, draft.key(operation.table), operation.name.name, new)
    else:
        _move(draft, what, key, in_schema_of(key, new))


def set_schema(draft: Draft, operation: SetSchema) -> None:
    """ALTER … SET SCHEMA."""
    key = draft.key(operation.name)
    new = draft.before.new_key(Name(key.rpartition(".")[2], operation.schema))
    _move(draft, operation.what, key, new)


def set_search_path(draft: Draft, operation: SetVariable) -> None:
    """SET search_path decides what unqualified names mean from here on."""
    if operation.name.lower() == "search_path":
        named = (part.strip().strip("\"'") for part in (operation.value or "").split(","))
        path = tuple(name for name in named if name not in _SYSTEM)[:_LONGEST_PATH]
        draft.search_path = () if path[:1] == (draft.before.default_schema,) else path


def _move(draft: Draft, what: str, old: str, new: str) -> None:
    if what in _ROUTINES:
        objects.rename_function(draft, old, new)
    elif what in {"type", "domain"}:
        objects.rename_type(draft, old, new)
    elif old in draft.views:
        views.rename_view(draft, old, new)
    elif old in draft.tables:
        if new not in draft.tables:
            tables.move(draft, draft.tables[old], new)
    elif old in draft.others:
        draft.others = draft.others.put(new, draft.others[old]).without(old)
    elif what == "table":
        tables.rename(draft, RenameTable(draft.name(old), draft.name(new)))


def _drop_all(draft: Draft, schema: str) -> None:
    for key in [*_inside(draft.tables, schema, draft.before)]:
        tables.forget(draft, key, cascade=True)
    for key in [*_inside(draft.views, schema, draft.before)]:
        views.drop_readers(draft, key)
        draft.take_view(key)
    for key in [*_inside(draft.types, schema, draft.before)]:
        draft.types = draft.types.without(key)
    for key in [*_inside(draft.functions, schema, draft.before)]:
        draft.functions = draft.functions.without(key)
    for key in [*_inside(draft.others, schema, draft.before)]:
        if draft.others[key] != "schema":
            draft.others = draft.others.without(key)


def _rename_schema(draft: Draft, old: str, new: str) -> None:
    kinds: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("table", draft.tables),
        ("view", draft.views),
        ("type", draft.types),
        ("function", draft.functions),
    )
    for what, names in kinds:
        for key in [*_inside(names, old, draft.before)]:
            _move(draft, what, key, draft.before.new_key(Name(key.rpartition(".")[2], new)))
    draft.others = draft.others.without(old).put(new, "schema")


def _inside(names: Mapping[str, object], schema: str, catalog: Catalog) -> Iterator[str]:
    prefix = "" if schema == catalog.default_schema else schema
    return (key for key in names if key.rpartition(".")[0] == prefix)


def _rename_trigger(draft: Draft, key: str, old: str, new: str) -> None:
    table = draft.tables.get(key)
    if table is not None:
        triggers = tuple(new if name == old else name for name in table.triggers)
        draft.put_table(replace(table, triggers=triggers))
