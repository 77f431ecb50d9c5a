"""Indexes, types, domains, sequences, routines and triggers."""

from collections.abc import Iterator

from branchline.model.operations.base import Constraint, Expression, Key, Name, Operation
from branchline.model.operations.objects import (
    AddEnumValue,
    AlterDomain,
    AlterObject,
    AlterSequence,
    CreateDomain,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateTrigger,
    CreateType,
    RenameEnumValue,
)
from branchline.model.value import replace
from branchline.sql.postgres.expressions import expression
from branchline.sql.postgres.facts import Facts
from branchline.sql.postgres.grammar import Refused, parse
from branchline.sql.postgres.naming import routine, what_of
from branchline.sql.postgres.session import setting
from branchline.sql.postgres.tables import column, constraint
from branchline.sql.postgres.tree import (
    Node,
    Options,
    Reader,
    Source,
    items,
    options,
    plain,
    qualified,
    relation,
    strings,
)
from branchline.sql.postgres.types import sql_type


def create_index(node: Node, source: Source) -> Iterator[Operation]:
    """Read CREATE INDEX."""
    named = relation(node["relation"])
    space = node.get("tableSpace", "")
    yield CreateIndex(
        named,
        name=node.get("idxname", ""),
        keys=tuple(_key(part["IndexElem"], source) for part in node.get("indexParams", ())),
        unique=node.get("unique", False),
        concurrently=node.get("concurrent", False),
        if_not_exists=node.get("if_not_exists", False),
        only=not node["relation"].get("inh", False),
        method=node.get("accessMethod", ""),
        where=expression(node.get("whereClause"), source),
        include=tuple(
            part["IndexElem"].get("name", "") for part in node.get("indexIncludingParams", ())
        ),
        options=(*options(node.get("options", ())), *((("tablespace", space),) if space else ())),
        nulls_not_distinct=node.get("nulls_not_distinct", False),
    )


def create_enum(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE TYPE … AS ENUM."""
    yield CreateType(qualified(node["typeName"]), "enum", strings(node.get("vals", ())))


def create_composite(node: Node, source: Source) -> Iterator[Operation]:
    """Read CREATE TYPE … AS (…); the values are its attributes' names."""
    parts = (part["ColumnDef"] for part in node.get("coldeflist", ()))
    names = tuple(column(part, source).name for part in parts)
    yield CreateType(relation(node["typevar"]), "composite", names)


def create_range(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE TYPE … AS RANGE."""
    yield CreateType(qualified(node["typeName"]), "range")


def define(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE TYPE of a base or shell type, AGGREGATE, OPERATOR, COLLATION, TEXT SEARCH."""
    kind, name = node.get("kind", ""), qualified(node.get("defnames", ()))
    if kind == "OBJECT_TYPE":
        yield CreateType(name, "base" if node.get("definition") else "shell")
        return
    yield CreateObject(
        what_of(kind),
        name,
        if_not_exists=node.get("if_not_exists", False),
        replace=node.get("replace", False),
        options=options(node.get("definition", ())),
    )


def alter_enum(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER TYPE … ADD VALUE and RENAME VALUE."""
    name, value = qualified(node["typeName"]), node.get("newVal", "")
    if "oldVal" in node:
        yield RenameEnumValue(name, node["oldVal"], value)
        return
    side = "after" if node.get("newValIsAfter") else "before"
    position = f"{side} {node['newValNeighbor']}" if "newValNeighbor" in node else ""
    yield AddEnumValue(name, value, position, node.get("skipIfNewValExists", False))


def create_domain(node: Node, source: Source) -> Iterator[Operation]:
    """Read CREATE DOMAIN."""
    written = [part["Constraint"] for part in node.get("constraints", ())]
    kinds = {"CONSTR_CHECK", "CONSTR_NOTNULL"}
    default: Node = next((part for part in written if part.get("contype") == "CONSTR_DEFAULT"), {})
    yield CreateDomain(
        qualified(node["domainname"]),
        sql_type(node.get("typeName", {})),
        tuple(constraint(part, source, new=True) for part in written if part["contype"] in kinds),
        expression(default.get("raw_expr"), source),
    )


def alter_domain(node: Node, source: Source) -> Iterator[Operation]:
    """Read ALTER DOMAIN."""
    action = _DOMAIN_ACTIONS.get(node.get("subtype", ""), "")
    if action == "set default" and "def" not in node:
        action = "drop default"
    body = node.get("def", {}).get("Constraint")
    added: Constraint | None = constraint(body, source) if body else None
    name = node.get("name", "") or (added.name if added else "")
    yield AlterDomain(qualified(node["typeName"]), action, added, name)


def create_sequence(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE SEQUENCE."""
    yield CreateObject(
        "sequence",
        relation(node["sequence"]),
        if_not_exists=node.get("if_not_exists", False),
        options=_sequence_options(node),
        temporary=node["sequence"].get("relpersistence") == "t",
    )


def alter_sequence(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER SEQUENCE."""
    actions = tuple(key.replace("_", " ") for key, _ in options(node.get("options", ())))
    yield AlterSequence(relation(node["sequence"]), actions)


def create_function(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE FUNCTION and PROCEDURE; what the body does happens when it is called."""
    given: dict[str, Node] = {}
    settings: list[tuple[str, str]] = []
    for element in node.get("options", ()):
        body = element["DefElem"]
        if body.get("defname") == "set":
            settings.append(_function_setting(body))
        else:
            given[body.get("defname", "")] = body.get("arg", {})
    inward = [
        part["FunctionParameter"]
        for part in node.get("parameters", ())
        if part["FunctionParameter"].get("mode") not in {"FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"}
    ]
    body = plain(items(given["as"])[0]) if given.get("as") else ""
    made = CreateFunction(
        qualified(node["funcname"]),
        arguments=tuple(str(sql_type(part.get("argType", {}))) for part in inward),
        argument_names=tuple(part.get("name", "") for part in inward),
        returns=_returns(node),
        language=plain(given.get("language")).lower() or "sql",
        volatility=plain(given.get("volatility")) or "volatile",
        replace=node.get("replace", False),
        procedure=node.get("is_procedure", False),
        security_definer=plain(given.get("security")) == "true",
        settings=tuple(settings),
        atomic="sql_body" in node,
        body=body,
    )
    yield replace(made, inlined=_inlined(made))


def alter_function(node: Node, _: Source) -> Iterator[Operation]:
    """Read ALTER FUNCTION; `security` is definer or invoker, a SET clause `set NAME`."""
    pairs: list[tuple[str, str]] = []
    for element in node.get("actions", ()):
        body = element["DefElem"]
        if body.get("defname") == "set":
            name, text = _function_setting(body)
            pairs.append((f"set {name}", text))
        elif body.get("defname") == "security":
            definer = plain(body.get("arg")) == "true"
            pairs.append(("security", "definer" if definer else "invoker"))
        else:
            pairs += options([element])
    named = routine(node.get("func", {})).name
    what = what_of(node.get("objtype", ""))
    yield AlterObject(what, named, action="alter", options=tuple(pairs))


def create_trigger(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE TRIGGER."""
    yield CreateTrigger(
        relation(node["relation"]),
        node.get("trigname", ""),
        qualified(node.get("funcname", ())),
        node.get("replace", False),
    )


def _key(body: Node, source: Source) -> Key:
    made: Expression | None = expression(body.get("expr"), source)
    return Key(
        body.get("name", ""),
        made,
        descending=body.get("ordering") == "SORTBY_DESC",
        operator_class=qualified(body.get("opclass", ())).name,
        collation=qualified(body.get("collation", ())).name,
    )


def _sequence_options(node: Node) -> Options:
    return tuple(
        (key.replace("_", " "), text.replace(", ", ".") if key == "owned_by" else text)
        for key, text in options(node.get("options", ()))
    )


def _function_setting(body: Node) -> tuple[str, str]:
    name, text = setting(body.get("arg", {}).get("VariableSetStmt", {}))
    return name, text or ""


def _inlined(made: CreateFunction) -> tuple[str, ...] | None:
    """Return what a body calls that is one expression: PostgreSQL puts it in the call's place."""
    fits = made.language == "sql" and not (made.security_definer or made.settings or made.procedure)
    if not fits or made.volatility != "volatile" or made.returns.startswith(("setof", "(")):
        return None
    try:
        [statement], _ = parse(made.body)
    except (Refused, ValueError):
        return None
    query = statement.get("SelectStmt", {})
    single = len(query.get("targetList", ())) == 1 and not _MORE_THAN_A_VALUE & query.keys()
    facts = Facts(query)
    return tuple(facts.functions) if single and not facts.subquery else None


def _returns(node: Node) -> str:
    outward = [
        f"{part['FunctionParameter'].get('name', '')} "
        f"{sql_type(part['FunctionParameter'].get('argType', {}))}".strip()
        for part in node.get("parameters", ())
        if part["FunctionParameter"].get("mode")
        in {"FUNC_PARAM_OUT", "FUNC_PARAM_TABLE", "FUNC_PARAM_INOUT"}
    ]
    body = node.get("returnType", {})
    if outward and (not body or str(sql_type(body)) == "record"):
        returned = f"({', '.join(outward)})"
    else:
        found = sql_type(body)
        returned = str(Name(str(found), found.schema)) if body else ""
    return f"setof {returned}" if body.get("setof") else returned


_MORE_THAN_A_VALUE = frozenset(
    (
        "fromClause",
        "whereClause",
        "groupClause",
        "havingClause",
        "sortClause",
        "limitCount",
        "limitOffset",
        "withClause",
        "larg",
        "distinctClause",
        "windowClause",
    )
)
_DOMAIN_ACTIONS = {
    "C": "add constraint",
    "N": "drop not null",
    "O": "set not null",
    "T": "set default",
    "V": "validate constraint",
    "X": "drop constraint",
}
READERS: dict[str, Reader] = {
    "IndexStmt": create_index,
    "CreateEnumStmt": create_enum,
    "CompositeTypeStmt": create_composite,
    "CreateRangeStmt": create_range,
    "DefineStmt": define,
    "AlterEnumStmt": alter_enum,
    "CreateDomainStmt": create_domain,
    "AlterDomainStmt": alter_domain,
    "CreateSeqStmt": create_sequence,
    "AlterSeqStmt": alter_sequence,
    "CreateFunctionStmt": create_function,
    "AlterFunctionStmt": alter_function,
    "CreateTrigStmt": create_trigger,
}
