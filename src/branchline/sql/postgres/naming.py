"""Statements that work alike on everything that has a name: DROP, RENAME, COMMENT, OWNER.

The tree names an object in as many shapes as there are kinds of it; `target`
reads them all.
"""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import (
    AlterAttribute,
    AlterObject,
    CommentOn,
    DropIndex,
    DropObject,
    DropTrigger,
    DropView,
    RenameObject,
    SetSchema,
)
from branchline.model.operations.tables import DropTable, RenameColumn, RenameTable
from branchline.sql.postgres.tree import (
    Node,
    Reader,
    Source,
    cascades,
    items,
    plain,
    qualified,
    relation,
    role,
    roles,
    unwrap,
)
from branchline.sql.postgres.types import sql_type, type_name


class Target(NamedTuple):
    """An object that a statement names; `table` is what it stands on, if anything."""

    name: Name
    table: Name | None = None
    arguments: tuple[str, ...] = ()


def what_of(kind: str) -> str:
    """Return the word for an `OBJECT_…`: `function`, `event trigger` and so on."""
    word = kind.removeprefix("OBJECT_").replace("_", " ").lower()
    return _WHATS.get(kind, word)


def target(kind: str, wrapped: Node) -> Target:
    """Return the object that a node of any shape names."""
    shape, body = unwrap(wrapped)
    if shape == "ObjectWithArgs":
        return routine(body)
    if shape == "TypeName":
        return Target(type_name(body))
    parts = items(wrapped)
    if kind in _STANDING:
        owner = parts[0].get("TypeName") if parts else None
        table = type_name(owner) if owner else qualified(parts[:-1])
        return Target(Name(plain(parts[-1])), table)
    if kind in _METHODS:
        return Target(qualified(parts[1:]))
    if shape == "List" and kind not in _WORDS:
        return Target(qualified(parts))
    return Target(Name(" ".join(plain(part) for part in parts)))


def routine(body: Node) -> Target:
    """Return the routine that an ObjectWithArgs names, with its argument types."""
    types = tuple(str(sql_type(part["TypeName"])) for part in body.get("objargs", ()) if part)
    return Target(qualified(body.get("objname", ())), arguments=types)


def drop(node: Node, _: Source) -> Iterator[Operation]:
    """Read DROP of nearly anything: one operation for each name."""
    kind = node.get("removeType", "")
    if_exists, cascade = node.get("missing_ok", False), cascades(node)
    for wrapped in node.get("objects", ()):
        name, table, arguments = target(kind, wrapped)
        if kind in {"OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"}:
            foreign = kind == "OBJECT_FOREIGN_TABLE"
            yield DropTable(name, if_exists=if_exists, cascade=cascade, foreign=foreign)
        elif kind == "OBJECT_INDEX":
            concurrently = node.get("concurrent", False)
            yield DropIndex(name, None, concurrently, if_exists, cascade)
        elif kind in {"OBJECT_VIEW", "OBJECT_MATVIEW"}:
            yield DropView(name, kind == "OBJECT_MATVIEW", if_exists, cascade)
        elif kind == "OBJECT_TRIGGER" and table:
            yield DropTrigger(table, name.name, if_exists, cascade)
        else:
            yield DropObject(what_of(kind), name, if_exists, cascade, table, arguments)


def drop_roles(node: Node, _: Source) -> Iterator[Operation]:
    """Read DROP ROLE, USER and GROUP."""
    for name in roles(node.get("roles", ())):
        yield DropObject("role", Name(name), if_exists=node.get("missing_ok", False))


def drop_owned(node: Node, _: Source) -> Iterator[Operation]:
    """Read DROP OWNED: all that a role owns goes."""
    for name in roles(node.get("roles", ())):
        yield DropObject("owned", Name(name), cascade=cascades(node))


def drop_mapping(node: Node, _: Source) -> Iterator[Operation]:
    """Read DROP USER MAPPING."""
    name = Name(role(node.get("user", {})), node.get("servername", ""))
    yield DropObject("user mapping", name, if_exists=node.get("missing_ok", False))


def drop_named(node: Node, _: Source) -> Iterator[Operation]:
    """Read DROP DATABASE, TABLESPACE and SUBSCRIPTION."""
    fields = {"dbname": "database", "tablespacename": "tablespace", "subname": "subscription"}
    for field, what in fields.items():
        if field in node:
            if_exists = node.get("missing_ok", False)
            yield DropObject(what, Name(node[field]), if_exists, cascades(node))


def rename(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER … RENAME TO, and RENAME of columns, attributes and constraints."""
    kind, new_name = node.get("renameType", ""), node.get("newname", "")
    old, standing = node.get("subname", ""), node.get("relation")
    table = relation(standing) if standing else None
    if kind in {"OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"} and table:
        yield RenameTable(table, Name(new_name, table.schema))
    elif kind == "OBJECT_COLUMN" and table:
        yield RenameColumn(table, old, new_name)
    elif kind == "OBJECT_ATTRIBUTE" and table:
        yield AlterAttribute(table, action="rename", attribute=old)
    elif kind == "OBJECT_DOMCONSTRAINT":
        domain = qualified(items(node.get("object", {})))
        yield RenameObject(what_of(kind), Name(old), new_name, domain)
    elif table and old:
        yield RenameObject(what_of(kind), Name(old), new_name, table)
    else:
        named = table or (Name(old) if old else target(kind, node.get("object", {})).name)
        yield RenameObject(what_of(kind), named, new_name)


def set_schema(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER … SET SCHEMA."""
    kind = node.get("objectType", "")
    yield SetSchema(what_of(kind), _named(kind, node), node.get("newschema", ""))


def owner(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER … OWNER TO of all but tables."""
    kind = node.get("objectType", "")
    given = (("owner", role(node.get("newowner", {}))),)
    yield AlterObject(what_of(kind), _named(kind, node), action="owner", options=given)


def comment(node: Node, _: Source) -> Iterator[Operation]:
    """Read COMMENT ON; an empty comment takes it away as NULL does."""
    kind = node.get("objtype", "")
    name, table, _arguments = target(kind, node.get("object", {}))
    yield CommentOn(what_of(kind), name, node.get("comment") or None, table)


def _named(kind: str, node: Node) -> Name:
    body = node.get("relation")
    return relation(body) if body else target(kind, node.get("object", {})).name


_STANDING = frozenset(
    f"OBJECT_{kind}"
    for kind in ("COLUMN", "DOMCONSTRAINT", "POLICY", "RULE", "TABCONSTRAINT", "TRIGGER")
)
_METHODS = frozenset({"OBJECT_OPCLASS", "OBJECT_OPFAMILY"})
_WORDS = frozenset({"OBJECT_CAST", "OBJECT_TRANSFORM"})
_WHATS = {
    "OBJECT_DOMCONSTRAINT": "domain constraint",
    "OBJECT_FDW": "foreign data wrapper",
    "OBJECT_FOREIGN_SERVER": "server",
    "OBJECT_LARGEOBJECT": "large object",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_OPCLASS": "operator class",
    "OBJECT_OPFAMILY": "operator family",
    "OBJECT_PARAMETER_ACL": "parameter",
    "OBJECT_STATISTIC_EXT": "statistics",
    "OBJECT_TABCONSTRAINT": "constraint",
    "OBJECT_TSCONFIGURATION": "text search configuration",
    "OBJECT_TSDICTIONARY": "text search dictionary",
    "OBJECT_TSPARSER": "text search parser",
    "OBJECT_TSTEMPLATE": "text search template",
}
READERS: dict[str, Reader] = {
    "DropStmt": drop,
    "DropRoleStmt": drop_roles,
    "DropOwnedStmt": drop_owned,
    "DropUserMappingStmt": drop_mapping,
    "DropdbStmt": drop_named,
    "DropTableSpaceStmt": drop_named,
    "DropSubscriptionStmt": drop_named,
    "RenameStmt": rename,
    "AlterObjectSchemaStmt": set_schema,
    "AlterOwnerStmt": owner,
    "CommentStmt": comment,
}
