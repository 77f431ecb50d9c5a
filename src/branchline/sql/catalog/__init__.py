"""The schema, replayed from operations: what stands before each statement.

Nothing here knows a server's cost or refuses anything: what a server would
refuse changes nothing, and what is altered without having been made is taken
to be there, with unknown columns.
"""

from collections.abc import Callable, Iterable
from typing import Any

from branchline.model.operations import objects as o
from branchline.model.operations import session as s
from branchline.model.operations import tables as t
from branchline.model.operations.base import Operation
from branchline.model.schema import Catalog
from branchline.model.value import replace
from branchline.sql.catalog import columns, constraints, indexes, objects, schemas, tables, views
from branchline.sql.catalog.draft import Draft

__all__ = ["apply", "end_unit"]


def apply(catalog: Catalog, operation: Operation, change: str = "") -> Catalog:
    """Return the schema after one operation of the changeset called `change`.

    The cost follows what the operation touches, not the size of the schema;
    the same catalogue comes back when nothing changes.
    """
    handler = _HANDLERS.get(type(operation))
    if handler is None:
        return catalog
    draft = Draft(catalog, change)
    handler(draft, operation)
    return draft.finished()


def end_unit(catalog: Catalog, temporary: Iterable[str]) -> Catalog:
    """Return the schema after a unit: its temporary tables and its search path are gone."""
    for name in temporary:
        draft = Draft(catalog)
        tables.forget(draft, name)
        catalog = draft.finished()
    return replace(catalog, search_path=()) if catalog.search_path else catalog


_HANDLERS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    t.CreateTable: tables.create,
    t.DropTable: tables.drop,
    t.RenameTable: tables.rename,
    t.TruncateTable: tables.truncate,
    t.AddColumn: columns.add,
    t.DropColumn: columns.drop,
    t.RenameColumn: columns.rename,
    t.AlterColumnType: columns.alter_type,
    t.ModifyColumn: columns.modify,
    t.SetNotNull: columns.set_not_null,
    t.DropNotNull: columns.drop_not_null,
    t.SetDefault: columns.set_default,
    t.DropDefault: columns.drop_default,
    t.SetIdentity: columns.set_identity,
    t.AddConstraint: constraints.add,
    t.DropConstraint: constraints.drop,
    t.ValidateConstraint: constraints.validate,
    t.AttachPartition: tables.attach,
    t.DetachPartition: tables.detach,
    t.SetTableOption: tables.set_option,
    o.CreateIndex: indexes.create,
    o.DropIndex: indexes.drop,
    o.AttachIndex: indexes.attach,
    o.CreateView: views.create_view,
    o.DropView: views.drop_view,
    o.RefreshView: views.refresh_view,
    o.CreateType: objects.create_type,
    o.AddEnumValue: objects.add_enum_value,
    o.RenameEnumValue: objects.rename_enum_value,
    o.CreateDomain: objects.create_domain,
    o.AlterDomain: objects.alter_domain,
    o.CreateFunction: objects.create_function,
    o.CreateTrigger: objects.create_trigger,
    o.DropTrigger: objects.drop_trigger,
    o.CreateObject: objects.create_object,
    o.AlterObject: objects.alter_object,
    o.DropObject: schemas.drop_object,
    o.RenameObject: schemas.rename_object,
    o.SetSchema: schemas.set_schema,
    s.Insert: tables.insert,
    s.Grant: objects.grant,
    s.Revoke: objects.revoke,
    s.SetVariable: schemas.set_search_path,
}
