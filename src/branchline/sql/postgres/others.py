"""All that is created or altered and has no word of its own: roles, policies, schemas, servers.

What is secret is not kept: a password stands in the options as `literal`, or
as `placeholder` when the tool fills it in.
"""

from collections.abc import Iterator
from functools import partial

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import AlterObject, CreateObject
from branchline.model.operations.session import Other
from branchline.model.regex import regex
from branchline.sql.postgres.expressions import expression
from branchline.sql.postgres.naming import routine, target, what_of
from branchline.sql.postgres.session import setting
from branchline.sql.postgres.tree import (
    Node,
    Options,
    Reader,
    Source,
    options,
    plain,
    qualified,
    relation,
    role,
    roles,
)
from branchline.sql.postgres.types import sql_type
from branchline.sql.secrets import hidden


def create_schema(node: Node, source: Source) -> Iterator[Operation]:
    """Read CREATE SCHEMA and the statements inside it."""
    owner = role(node["authrole"]) if "authrole" in node else ""
    name = Name(node.get("schemaname", "") or owner)
    given = (("owner", owner),) if owner else ()
    yield CreateObject("schema", name, node.get("if_not_exists", False), options=given)
    for element in node.get("schemaElts", ()):
        yield from source.read(element)


def create_role(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE ROLE, USER and GROUP; the options name what the role may do."""
    login = (("login", "true"),) if node.get("stmt_type") == "ROLESTMT_USER" else ()
    yield CreateObject("role", Name(node.get("role", "")), options=(*login, *_careful(node)))


def alter_role(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER ROLE."""
    yield AlterObject("role", Name(role(node["role"])), action="alter", options=_careful(node))


def alter_setting(what: str, node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER ROLE SET, ALTER DATABASE SET and ALTER SYSTEM SET, and their RESET."""
    named = role(node["role"]) if "role" in node else node.get("dbname", "")
    name, text = setting(node.get("setstmt", {}))
    action = "reset" if text is None else "set"
    yield AlterObject(what, Name(named), action=action, options=((name, text or ""),))


def alter_database(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER DATABASE; a move says `set tablespace`."""
    given = options(node.get("options", ()))
    moves = any(key == "tablespace" for key, _ in given)
    action = "set tablespace" if moves else "alter"
    yield AlterObject("database", Name(node.get("dbname", "")), action=action, options=given)


def alter_extension(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER EXTENSION … UPDATE."""
    name, given = Name(node.get("extname", "")), options(node.get("options", ()))
    yield AlterObject("extension", name, action="update", options=given)


def alter_extension_members(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER EXTENSION … ADD and DROP."""
    kind, action = node.get("objtype", ""), "add" if node.get("action") == 1 else "drop"
    member = str(target(kind, node.get("object", {})).name)
    given = ((what_of(kind), member),)
    yield AlterObject("extension", Name(node.get("extname", "")), action=action, options=given)


def policy(node: Node, source: Source) -> Iterator[Operation]:
    """Read CREATE and ALTER POLICY; a USING or CHECK that always holds is `true`."""
    name, table = Name(node.get("policy_name", "")), relation(node["table"])
    pairs: list[tuple[str, str]] = []
    for key, field in (("using", "qual"), ("check", "with_check")):
        condition = expression(node.get(field), source)
        if condition:
            pairs.append((key, "true" if condition.true else condition.text))
    if node.get("roles"):
        pairs.append(("roles", ", ".join(roles(node["roles"]))))
    if "cmd_name" not in node:
        yield AlterObject("policy", name, action="alter", table=table, options=tuple(pairs))
        return
    kind = "true" if node.get("permissive") else "false"
    known = (("command", node["cmd_name"]), ("permissive", kind), *pairs)
    yield CreateObject("policy", name, table=table, options=known)


def rule(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE RULE; what it does happens later."""
    event = node.get("event", "").removeprefix("CMD_").lower()
    yield CreateObject(
        "rule",
        Name(node.get("rulename", "")),
        replace=node.get("replace", False),
        table=relation(node["relation"]),
        options=(("event", event), ("instead", "true" if node.get("instead") else "false")),
    )


def user_mapping(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE USER MAPPING: its name is the role, its schema the server."""
    name = Name(role(node.get("user", {})), node.get("servername", ""))
    yield CreateObject("user mapping", name, options=_careful(node))


def alter_user_mapping(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER USER MAPPING."""
    name = Name(role(node.get("user", {})), node.get("servername", ""))
    yield AlterObject("user mapping", name, action="alter", options=_careful(node))


def subscription(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE SUBSCRIPTION."""
    written = _PASSWORD.search(node.get("conninfo", ""))
    secret = (("connection", hidden(written[1])),) if written else ()
    given = (*secret, *options(node.get("options", ())))
    yield CreateObject("subscription", Name(node.get("subname", "")), options=given)


def cast(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE CAST, named by its two types."""
    types = (sql_type(node.get("sourcetype", {})), sql_type(node.get("targettype", {})))
    yield CreateObject("cast", Name(" ".join(map(str, types))))


def statistics(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE STATISTICS."""
    tables = [
        relation(part["RangeVar"]) for part in node.get("relations", ()) if "RangeVar" in part
    ]
    name = qualified(node.get("defnames", ()))
    guarded = node.get("if_not_exists", False)
    yield CreateObject("statistics", name, guarded, table=tables[0] if tables else None)


def alter_operator(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER OPERATOR … SET."""
    name, given = routine(node.get("opername", {})).name, options(node.get("options", ()))
    yield AlterObject("operator", name, action="alter", options=given)


def depends(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER … DEPENDS ON EXTENSION."""
    kind = node.get("objectType", "")
    named = node.get("relation")
    name = relation(named) if named else target(kind, node.get("object", {})).name
    yield AlterObject(what_of(kind), name, action="depends on extension")


def _create(what: str, field: str, node: Node, _: Source) -> Iterator[Operation]:
    yield CreateObject(
        what,
        _name(node.get(field, "")),
        if_not_exists=node.get("if_not_exists", False),
        replace=node.get("replace", False),
        options=_careful(node),
    )


def _alter(what: str, field: str, node: Node, _: Source) -> Iterator[Operation]:
    yield AlterObject(what, _name(node.get(field, "")), action="alter", options=_careful(node))


def _other(what: str, _: Node, __: Source) -> Iterator[Operation]:
    yield Other(what)


def _name(value: str | list[Node]) -> Name:
    return Name(value) if isinstance(value, str) else qualified(value)


def _careful(node: Node) -> Options:
    """Return the options without what is secret in them."""
    pairs: list[tuple[str, str]] = []
    for element in node.get("options", ()):
        body = element["DefElem"]
        secret = any(word in body.get("defname", "").lower() for word in _SECRETS)
        pairs.append(
            (body["defname"], hidden(plain(body.get("arg")))) if secret else options([element])[0]
        )
    return tuple(pairs)


_PASSWORD = regex(r"password\s*=\s*'?([^\s']+)")
_SECRETS = ("password", "secret", "token", "key")
_CREATED = {
    "CreateAmStmt": ("access method", "amname"),
    "CreateConversionStmt": ("conversion", "conversion_name"),
    "CreateEventTrigStmt": ("event trigger", "trigname"),
    "CreateExtensionStmt": ("extension", "extname"),
    "CreateFdwStmt": ("foreign data wrapper", "fdwname"),
    "CreateForeignServerStmt": ("server", "servername"),
    "CreateOpClassStmt": ("operator class", "opclassname"),
    "CreateOpFamilyStmt": ("operator family", "opfamilyname"),
    "CreatePLangStmt": ("language", "plname"),
    "CreatePublicationStmt": ("publication", "pubname"),
    "CreateTableSpaceStmt": ("tablespace", "tablespacename"),
    "CreateTransformStmt": ("transform", "lang"),
    "CreatedbStmt": ("database", "dbname"),
    "ImportForeignSchemaStmt": ("foreign schema", "remote_schema"),
}
_ALTERED = {
    "AlterCollationStmt": ("collation", "collname"),
    "AlterDatabaseRefreshCollStmt": ("database", "dbname"),
    "AlterEventTrigStmt": ("event trigger", "trigname"),
    "AlterFdwStmt": ("foreign data wrapper", "fdwname"),
    "AlterForeignServerStmt": ("server", "servername"),
    "AlterOpFamilyStmt": ("operator family", "opfamilyname"),
    "AlterPublicationStmt": ("publication", "pubname"),
    "AlterStatsStmt": ("statistics", "defnames"),
    "AlterSubscriptionStmt": ("subscription", "subname"),
    "AlterTSConfigurationStmt": ("text search configuration", "cfgname"),
    "AlterTSDictionaryStmt": ("text search dictionary", "dictname"),
    "AlterTableSpaceOptionsStmt": ("tablespace", "tablespacename"),
    "AlterTypeStmt": ("type", "typeName"),
}
_REST = {
    "CheckPointStmt": "checkpoint",
    "ClosePortalStmt": "close",
    "ConstraintsSetStmt": "set constraints",
    "DeallocateStmt": "deallocate",
    "FetchStmt": "fetch",
    "ListenStmt": "listen",
    "LoadStmt": "load",
    "NotifyStmt": "notify",
    "PrepareStmt": "prepare",
    "ReassignOwnedStmt": "reassign owned",
    "SecLabelStmt": "security label",
    "UnlistenStmt": "unlisten",
    "VariableShowStmt": "show",
}
READERS: dict[str, Reader] = {
    "CreateSchemaStmt": create_schema,
    "CreateRoleStmt": create_role,
    "AlterRoleStmt": alter_role,
    "AlterRoleSetStmt": partial(alter_setting, "role"),
    "AlterDatabaseSetStmt": partial(alter_setting, "database"),
    "AlterSystemStmt": partial(alter_setting, "system"),
    "AlterDatabaseStmt": alter_database,
    "AlterExtensionStmt": alter_extension,
    "AlterExtensionContentsStmt": alter_extension_members,
    "CreatePolicyStmt": policy,
    "AlterPolicyStmt": policy,
    "RuleStmt": rule,
    "CreateUserMappingStmt": user_mapping,
    "AlterUserMappingStmt": alter_user_mapping,
    "CreateSubscriptionStmt": subscription,
    "CreateCastStmt": cast,
    "CreateStatsStmt": statistics,
    "AlterOperatorStmt": alter_operator,
    "AlterObjectDependsStmt": depends,
    **{kind: partial(_create, what, field) for kind, (what, field) in _CREATED.items()},
    **{kind: partial(_alter, what, field) for kind, (what, field) in _ALTERED.items()},
    **{kind: partial(_other, what) for kind, what in _REST.items()},
}
