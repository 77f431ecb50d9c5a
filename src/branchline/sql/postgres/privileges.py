"""GRANT and REVOKE, of privileges and of roles, and ALTER DEFAULT PRIVILEGES."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.session import Grant, Revoke
from branchline.sql.postgres.naming import target, what_of
from branchline.sql.postgres.tree import (
    Node,
    Reader,
    Source,
    items,
    plain,
    relation,
    roles,
    switched,
    unwrap,
)


def grant(node: Node, _: Source) -> Iterator[Operation]:
    """Read GRANT and REVOKE of privileges; none named means all of them."""
    kind = node.get("objtype", "")
    everywhere = node.get("targtype") == "ACL_TARGET_ALL_IN_SCHEMA"
    what = f"all {what_of(kind)}s in schema" if everywhere else what_of(kind)
    objects = tuple(_object(kind, wrapped) for wrapped in node.get("objects", ()))
    yield _privileges(node, what, objects, default=False)


def grant_role(node: Node, _: Source) -> Iterator[Operation]:
    """Read GRANT and REVOKE of roles: the privileges are the roles given."""
    given = _named(node.get("granted_roles", ()))
    to = roles(node.get("grantee_roles", ()))
    if node.get("is_grant"):
        admin = switched(node.get("opt", ()), "admin")
        yield Grant(given, "role", roles=to, grant_option=admin)
    else:
        yield Revoke(given, "role", roles=to)


def default_privileges(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER DEFAULT PRIVILEGES: the objects are the schemas it is limited to."""
    action = node.get("action", {})
    named: list[Node] = []
    for option in node.get("options", ()):
        if option["DefElem"].get("defname") == "schemas":
            named = items(option["DefElem"].get("arg", {}))
    objects = tuple(Name(plain(schema)) for schema in named)
    yield _privileges(action, what_of(action.get("objtype", "")), objects, default=True)


def _privileges(node: Node, what: str, objects: tuple[Name, ...], *, default: bool) -> Operation:
    given = _named(node.get("privileges", ()))
    to = roles(node.get("grantees", ()))
    if not node.get("is_grant"):
        return Revoke(given, what, objects, to, default=default)
    option = node.get("grant_option", False)
    return Grant(given, what, objects, to, not given, option, default)


def _named(nodes: list[Node] | tuple[()]) -> tuple[str, ...]:
    return tuple(node["AccessPriv"].get("priv_name", "all") for node in nodes)


def _object(kind: str, wrapped: Node) -> Name:
    shape, body = unwrap(wrapped)
    return relation(body) if shape == "RangeVar" else target(kind, wrapped).name


READERS: dict[str, Reader] = {
    "GrantStmt": grant,
    "GrantRoleStmt": grant_role,
    "AlterDefaultPrivilegesStmt": default_privileges,
}
