"""ALTER TABLE and its kin: one operation for each subcommand, in order.

The server spells the same subcommand for tables, views, indexes, sequences and
composite types: what it was said about decides which operation it is.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import (
    AlterAttribute,
    AlterObject,
    AttachIndex,
    SetTrigger,
)
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterConstraint,
    AttachPartition,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    SetColumnOption,
    SetDefault,
    SetIdentity,
    SetNotNull,
    SetTableOption,
    ValidateConstraint,
)
from branchline.sql.postgres.expressions import expression, known
from branchline.sql.postgres.tables import bound, column, constraint
from branchline.sql.postgres.tree import (
    Node,
    Reader,
    Source,
    cascades,
    items,
    options,
    plain,
    qualified,
    relation,
    role,
    unwrap,
)
from branchline.sql.postgres.types import sql_type

_Command: TypeAlias = Callable[[Name, Node, Source], Operation]


def alter_table(node: Node, source: Source) -> Iterator[Operation]:
    """Read ALTER TABLE, INDEX, VIEW, SEQUENCE and the attributes of ALTER TYPE."""
    name = relation(node["relation"])
    what = _WHATS.get(node.get("objtype", ""), "")
    for wrapped in node.get("cmds", ()):
        body = wrapped["AlterTableCmd"]
        subtype = body.get("subtype", "")
        if what == "type":
            yield _attribute(name, body)
        elif what == "index" and subtype == "AT_AttachPartition":
            yield AttachIndex(name, child=relation(body["def"]["PartitionCmd"]["name"]))
        elif what:
            yield _object(what, name, body)
        else:
            yield _COMMANDS.get(subtype, _other)(name, body, source)


def move_all(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER TABLE ALL IN TABLESPACE, which names no table."""
    what = node.get("objtype", "").removeprefix("OBJECT_").lower()
    moved = (("tablespace", node.get("new_tablespacename", "")),)
    name = Name(node.get("orig_tablespacename", ""))
    yield AlterObject(f"all {what}s in tablespace", name, action="set tablespace", options=moved)


def _attribute(name: Name, body: Node) -> Operation:
    action = _ATTRIBUTES.get(body.get("subtype", ""), "")
    if not action:
        return _object("type", name, body)
    definition = body.get("def", {}).get("ColumnDef", {})
    changed = body.get("name") or definition.get("colname", "")
    return AlterAttribute(name, action=action, attribute=changed)


def _object(what: str, name: Name, body: Node) -> Operation:
    action, value = _words(body)
    listed = body.get("def", {})
    pairs = options(items(listed)) if "List" in listed else ((action, value),) if value else ()
    return AlterObject(what, name, action=_ACTIONS.get(action, action), options=pairs)


def _other(name: Name, body: Node, _: Source) -> Operation:
    option, value = _words(body)
    return SetTableOption(name, option=option, value=value)


def _words(body: Node) -> tuple[str, str]:
    """Return what a subcommand sets, and to what."""
    subtype = body.get("subtype", "")
    option = _OPTIONS.get(subtype, "")
    kind, definition = unwrap(body.get("def", {}))
    if kind == "RangeVar":
        return option, str(relation(definition))
    if kind == "ReplicaIdentityStmt":
        return option, definition.get("name") or _IDENTITIES[definition["identity_type"]]
    if kind == "List":
        reset = subtype == "AT_ResetRelOptions"
        pairs = options(definition["items"])
        return option, ", ".join(key if reset else f"{key}={text}" for key, text in pairs)
    if "newowner" in body:
        return option, role(body["newowner"])
    return option, body.get("name", "") or plain(body.get("def"))


def _add_column(name: Name, body: Node, source: Source) -> Operation:
    added = column(body["def"]["ColumnDef"], source)
    return AddColumn(name, column=added, if_not_exists=body.get("missing_ok", False))


def _drop_column(name: Name, body: Node, _: Source) -> Operation:
    return DropColumn(
        name,
        column=body.get("name", ""),
        if_exists=body.get("missing_ok", False),
        cascade=cascades(body),
    )


def _column_default(name: Name, body: Node, source: Source) -> Operation:
    if "def" not in body:
        return DropDefault(name, column=body.get("name", ""))
    return SetDefault(name, column=body.get("name", ""), default=known(body["def"], source))


def _column_type(name: Name, body: Node, source: Source) -> Operation:
    definition = body["def"]["ColumnDef"]
    return AlterColumnType(
        name,
        column=body.get("name", ""),
        type=sql_type(definition.get("typeName", {})),
        using=expression(definition.get("raw_default"), source),
        collation=qualified(definition.get("collClause", {}).get("collname", ())).name,
    )


def _set_not_null(name: Name, body: Node, _: Source) -> Operation:
    return SetNotNull(name, column=body.get("name", ""))


def _drop_not_null(name: Name, body: Node, _: Source) -> Operation:
    return DropNotNull(name, column=body.get("name", ""))


def _identity(action: str, name: Name, body: Node, _: Source) -> Operation:
    if action == "set identity" and any(
        key == "restart" for key, _ in options(items(body.get("def", {})))
    ):
        action = "restart identity"
    return SetIdentity(name, column=body.get("name", ""), action=action)


def _column_option(option: str, name: Name, body: Node, _: Source) -> Operation:
    changed = body.get("name", "") or str(body.get("num", ""))
    return SetColumnOption(name, column=changed, option=option)


def _add_constraint(name: Name, body: Node, source: Source) -> Operation:
    return AddConstraint(name, constraint(body["def"]["Constraint"], source))


def _drop_constraint(name: Name, body: Node, _: Source) -> Operation:
    return DropConstraint(
        name,
        name=body.get("name", ""),
        if_exists=body.get("missing_ok", False),
        cascade=cascades(body),
    )


def _validate_constraint(name: Name, body: Node, _: Source) -> Operation:
    return ValidateConstraint(name, name=body.get("name", ""))


def _alter_constraint(name: Name, body: Node, _: Source) -> Operation:
    changed = unwrap(body["def"])[1]
    if changed.get("alterEnforceability"):
        option = "enforced" if changed.get("is_enforced") else "not enforced"
    elif changed.get("alterInheritability"):
        option = "no inherit" if changed.get("noinherit") else "inherit"
    else:
        option = "deferrable" if changed.get("deferrable") else "not deferrable"
    return AlterConstraint(name, name=changed.get("conname", ""), option=option)


def _attach(name: Name, body: Node, source: Source) -> Operation:
    command = body["def"]["PartitionCmd"]
    limits = command.get("bound", {})
    return AttachPartition(
        name,
        partition=relation(command["name"]),
        default=limits.get("is_default", False),
        bound=bound(limits, source),
    )


def _detach(name: Name, body: Node, _: Source) -> Operation:
    command = body["def"]["PartitionCmd"]
    return DetachPartition(
        name,
        partition=relation(command["name"]),
        concurrently=command.get("concurrent", False),
        finalize=body.get("subtype") == "AT_DetachPartitionFinalize",
    )


def _trigger(mode: str, name: Name, body: Node, _: Source) -> Operation:
    """Return the switch of a trigger or rule; `mode` is `enable`, `disable rule` and so on."""
    named = body.get("name") or _EVERY.get(body.get("subtype", ""), "")
    return SetTrigger(name, name=named, enabled=not mode.startswith("disable"), mode=mode)


_WHATS = {
    "OBJECT_INDEX": "index",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_TYPE": "type",
}
_ACTIONS = {"storage parameter": "set", "reset storage parameter": "reset"}
_EVERY = {
    "AT_DisableTrigAll": "all",
    "AT_DisableTrigUser": "user",
    "AT_EnableTrigAll": "all",
    "AT_EnableTrigUser": "user",
}
_IDENTITIES = {"n": "nothing", "f": "full", "d": "default"}
_ATTRIBUTES = {
    "AT_AddColumn": "add",
    "AT_DropColumn": "drop",
    "AT_AlterColumnType": "alter",
}
_OPTIONS = {
    "AT_AddInherit": "inherit",
    "AT_AddOf": "of",
    "AT_ChangeOwner": "owner",
    "AT_ClusterOn": "cluster on",
    "AT_ColumnDefault": "column default",
    "AT_DisableRowSecurity": "disable row level security",
    "AT_DropCluster": "without cluster",
    "AT_DropInherit": "no inherit",
    "AT_DropOf": "not of",
    "AT_DropOids": "without oids",
    "AT_EnableRowSecurity": "enable row level security",
    "AT_ForceRowSecurity": "force row level security",
    "AT_GenericOptions": "options",
    "AT_NoForceRowSecurity": "no force row level security",
    "AT_ReplicaIdentity": "replica identity",
    "AT_ResetRelOptions": "reset storage parameter",
    "AT_SetAccessMethod": "access method",
    "AT_SetLogged": "logged",
    "AT_SetRelOptions": "storage parameter",
    "AT_SetStatistics": "statistics",
    "AT_SetTableSpace": "tablespace",
    "AT_SetUnLogged": "unlogged",
}
_COMMANDS: dict[str, _Command] = {
    "AT_AddColumn": _add_column,
    "AT_DropColumn": _drop_column,
    "AT_ColumnDefault": _column_default,
    "AT_AlterColumnType": _column_type,
    "AT_SetNotNull": _set_not_null,
    "AT_DropNotNull": _drop_not_null,
    "AT_AddConstraint": _add_constraint,
    "AT_DropConstraint": _drop_constraint,
    "AT_ValidateConstraint": _validate_constraint,
    "AT_AlterConstraint": _alter_constraint,
    "AT_AttachPartition": _attach,
    "AT_DetachPartition": _detach,
    "AT_DetachPartitionFinalize": _detach,
    "AT_AddIdentity": partial(_identity, "add identity"),
    "AT_SetIdentity": partial(_identity, "set identity"),
    "AT_DropIdentity": partial(_identity, "drop identity"),
    "AT_SetExpression": partial(_identity, "set expression"),
    "AT_DropExpression": partial(_identity, "drop expression"),
    "AT_SetStatistics": partial(_column_option, "statistics"),
    "AT_SetStorage": partial(_column_option, "storage"),
    "AT_SetCompression": partial(_column_option, "compression"),
    "AT_SetOptions": partial(_column_option, "set"),
    "AT_ResetOptions": partial(_column_option, "reset"),
    "AT_AlterColumnGenericOptions": partial(_column_option, "options"),
    "AT_EnableTrig": partial(_trigger, "enable"),
    "AT_EnableAlwaysTrig": partial(_trigger, "enable always"),
    "AT_EnableReplicaTrig": partial(_trigger, "enable replica"),
    "AT_EnableTrigAll": partial(_trigger, "enable"),
    "AT_EnableTrigUser": partial(_trigger, "enable"),
    "AT_DisableTrig": partial(_trigger, "disable"),
    "AT_DisableTrigAll": partial(_trigger, "disable"),
    "AT_DisableTrigUser": partial(_trigger, "disable"),
    "AT_EnableRule": partial(_trigger, "enable rule"),
    "AT_EnableAlwaysRule": partial(_trigger, "enable always rule"),
    "AT_EnableReplicaRule": partial(_trigger, "enable replica rule"),
    "AT_DisableRule": partial(_trigger, "disable rule"),
}
READERS: dict[str, Reader] = {
    "AlterTableStmt": alter_table,
    "AlterTableMoveAllStmt": move_all,
}
