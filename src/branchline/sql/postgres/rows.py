"""Rows in and out: SELECT, INSERT, UPDATE, DELETE, MERGE, COPY, and queries that make tables.

A WITH may change rows too: what its parts do comes before the statement itself.
"""

from collections.abc import Iterator

from branchline.model.operations.base import Column, Name, Operation
from branchline.model.operations.objects import AlterSequence, CreateView
from branchline.model.operations.session import (
    Copy,
    Delete,
    Insert,
    Merge,
    Select,
    SetVariable,
    Update,
)
from branchline.model.operations.tables import CreateTable, TruncateTable
from branchline.sql.postgres.expressions import expression
from branchline.sql.postgres.facts import Facts, dotted
from branchline.sql.postgres.tree import (
    Node,
    Reader,
    Source,
    cascades,
    options,
    plain,
    relation,
    strings,
    unwrap,
)


def select(node: Node, source: Source) -> Iterator[Operation]:
    """Read SELECT, VALUES and TABLE; SELECT INTO makes a table."""
    yield from _common_tables(node, source)
    facts = Facts(node)
    into = node.get("intoClause") or _leftmost(node).get("intoClause")
    if into:
        yield _table_as(into, node, facts)
    else:
        yield Select(
            facts.tables,
            tuple(facts.functions),
            star=star(node),
            locking=facts.locking,
            every_row=_reads_every_row(node, facts),
        )
    yield from calls(facts)


def insert(node: Node, source: Source) -> Iterator[Operation]:
    """Read INSERT."""
    yield from _common_tables(node, source)
    query: Node = node.get("selectStmt", {})
    body = query.get("SelectStmt", {})
    facts = Facts(query, *_parts(node, "onConflictClause", "withClause", "returningList"))
    yield Insert(
        relation(node["relation"]),
        columns=_targets(node.get("cols", ())),
        from_query=bool(query) and "valuesLists" not in body,
        default_values=not query,
        on_conflict="onConflictClause" in node,
        reads=facts.tables,
        values=tuple(text for text in facts.strings if len(text) <= _LABEL),
        star=star(body),
        functions=tuple(facts.functions),
        bounded=facts.limited or _leaves_out(body),
    )


def update(node: Node, source: Source) -> Iterator[Operation]:
    """Read UPDATE; a LIMIT anywhere in its subqueries bounds it."""
    yield from _common_tables(node, source)
    facts = Facts(*_parts(node, "targetList", "fromClause", "whereClause", "withClause"))
    yield Update(
        relation(node["relation"]),
        columns=_targets(node.get("targetList", ())),
        where=expression(node.get("whereClause"), source),
        joins="fromClause" in node,
        limited=facts.limited,
        reads=facts.tables,
        values=tuple(text for text in facts.strings if len(text) <= _LABEL),
        functions=tuple(facts.functions),
        only=not node["relation"].get("inh", False),
    )


def delete(node: Node, source: Source) -> Iterator[Operation]:
    """Read DELETE; a LIMIT anywhere in its subqueries bounds it."""
    yield from _common_tables(node, source)
    facts = Facts(*_parts(node, "usingClause", "whereClause", "withClause"))
    yield Delete(
        relation(node["relation"]),
        where=expression(node.get("whereClause"), source),
        joins="usingClause" in node,
        limited=facts.limited,
        reads=facts.tables,
        functions=tuple(facts.functions),
        only=not node["relation"].get("inh", False),
    )


def merge(node: Node, source: Source) -> Iterator[Operation]:
    """Read MERGE."""
    yield from _common_tables(node, source)
    branches = [wrapped["MergeWhenClause"] for wrapped in node.get("mergeWhenClauses", ())]
    facts = Facts(*_parts(node, "sourceRelation", "joinCondition", "withClause"), *branches)
    yield Merge(
        relation(node["relation"]),
        deletes=any(branch.get("commandType") == "CMD_DELETE" for branch in branches),
        reads=facts.tables,
        functions=tuple(facts.functions),
    )


def copy(node: Node, source: Source) -> Iterator[Operation]:
    """Read COPY: rows enter as an insert does, and by a file or program as well."""
    table = relation(node["relation"]) if "relation" in node else None
    if node.get("query"):
        yield from source.read(node["query"])
    arrives = node.get("is_from", False)
    if arrives and table:
        yield Insert(table, columns=strings(node.get("attlist", ())), copy=True)
    target = node.get("filename", "") or ("" if arrives else "stdout")
    if target:
        program = node.get("is_program", False)
        yield Copy(table, target=target, program=program, arrives=arrives)


def truncate(node: Node, _: Source) -> Iterator[Operation]:
    """Read TRUNCATE: one operation for each table."""
    for wrapped in node.get("relations", ()):
        body = wrapped["RangeVar"]
        yield TruncateTable(
            relation(body),
            cascade=cascades(node),
            restart_identity=node.get("restart_seqs", False),
            only=not body.get("inh", False),
        )


def create_as(node: Node, source: Source) -> Iterator[Operation]:
    """Read CREATE TABLE AS and CREATE MATERIALIZED VIEW."""
    kind, query = unwrap(node["query"])
    into = node["into"]
    facts = Facts(node["query"])
    if kind == "SelectStmt":
        yield from _common_tables(query, source)
    guarded = node.get("if_not_exists", False)
    if node.get("objtype") != "OBJECT_MATVIEW":
        yield _table_as(into, query, facts, if_not_exists=guarded)
        return
    yield CreateView(
        relation(into["rel"]),
        materialized=True,
        if_not_exists=guarded,
        columns=strings(into.get("colNames", ())) or shape(query),
        reads=facts.tables,
        star=star(query),
        with_data=not into.get("skipData", False),
        options=options(into.get("options", ())),
        mentions=tuple(facts.columns),
    )


def create_view(node: Node, _: Source) -> Iterator[Operation]:
    """Read CREATE VIEW."""
    query = unwrap(node["query"])[1]
    facts = Facts(node["query"])
    yield CreateView(
        relation(node["view"]),
        replace=node.get("replace", False),
        temporary=node["view"].get("relpersistence") == "t",
        columns=strings(node.get("aliases", ())) or shape(query),
        reads=facts.tables,
        star=star(query),
        options=options(node.get("options", ())),
        mentions=tuple(facts.columns),
    )


def call(node: Node, _: Source) -> Iterator[Operation]:
    """Read CALL."""
    facts = Facts({"FuncCall": node.get("funccall", {})})
    yield Select(facts.tables, tuple(facts.functions))


def calls(facts: Facts) -> Iterator[Operation]:
    """Yield what the functions called are known to change: settings and sequences."""
    for body in facts.calls:
        name = dotted(body.get("funcname", [])).name
        given = body.get("args", [])
        if name == "set_config" and len(given) > 1:
            scope = "local" if plain(given[-1]) in {"true", "t"} else "session"
            yield SetVariable(plain(given[0]).lower(), plain(given[1]), scope=scope)
        elif name == "setval" and given:
            yield AlterSequence(_sequence(given[0]), actions=("setval",))


def star(node: Node) -> bool:
    """Whether a query's own list of columns holds a `*`."""
    left, right = node.get("larg"), node.get("rarg")
    if left and right:
        return star(left) or star(right)
    return any(
        "A_Star" in target["ResTarget"].get("val", {}).get("ColumnRef", {}).get("fields", [{}])[-1]
        for target in node.get("targetList", ())
    )


def shape(node: Node) -> tuple[str, ...]:
    """Return the names of a query's columns as the server gives them; none behind a `*`."""
    first = _leftmost(node)
    if star(first):
        return ()
    return tuple(_label(target["ResTarget"]) for target in first.get("targetList", ()))


def _label(target: Node) -> str:
    kind, body = "", target
    if target.get("name"):
        return str(target["name"])
    while body := body.get("val") or body.get("arg") or {}:
        kind, body = unwrap(body)
        if kind == "ColumnRef":
            return dotted(body.get("fields", [])).name
        if kind == "FuncCall":
            return dotted(body.get("funcname", [])).name
        if kind in _LABELS:
            return _LABELS[kind]
        if kind == "SQLValueFunction":
            return str(body.get("op", "")).removeprefix("SVFOP_").removesuffix("_N").lower()
        if kind not in {"TypeCast", "CollateClause", "A_Indirection"}:
            break
    return "?column?"


def _table_as(into: Node, query: Node, facts: Facts, *, if_not_exists: bool = False) -> CreateTable:
    names = strings(into.get("colNames", ())) or shape(query)
    dropped = {"ONCOMMIT_DROP": "drop", "ONCOMMIT_DELETE_ROWS": "delete rows"}
    ends = dropped.get(into.get("onCommit", ""))
    return CreateTable(
        relation(into["rel"]),
        columns=tuple(Column(name) for name in names),
        temporary=into["rel"].get("relpersistence") == "t",
        unlogged=into["rel"].get("relpersistence") == "u",
        if_not_exists=if_not_exists,
        from_query=True,
        with_data=not into.get("skipData", False),
        reads=facts.tables,
        options=(*options(into.get("options", ())), *((("on commit", ends),) if ends else ())),
        star=star(query),
        functions=tuple(facts.functions),
        bounded=facts.limited or _leaves_out(query),
    )


def _leaves_out(query: Node) -> bool:
    """Whether an arm of a query has a condition."""
    arms = [query]
    while arms:
        arm = arms.pop()
        if "whereClause" in arm or "havingClause" in arm:
            return True
        arms += [arm[side] for side in ("larg", "rarg") if side in arm]
    return False


def _reads_every_row(node: Node, facts: Facts) -> bool:
    """Whether a query goes over one whole table; an index may answer min() and max()."""
    from_one = len(node.get("fromClause", ())) == 1 and "RangeVar" in node["fromClause"][0]
    bounded = facts.limited or facts.subquery or _leaves_out(node)
    from_one = from_one and "withClause" not in node
    return from_one and len(facts.tables) == 1 and not bounded and not _ENDS & set(facts.functions)


def _leftmost(node: Node) -> Node:
    while node.get("larg"):
        node = node["larg"]
    return node


def _common_tables(node: Node, source: Source) -> Iterator[Operation]:
    for wrapped in node.get("withClause", {}).get("ctes", ()):
        query = wrapped["CommonTableExpr"].get("ctequery", {})
        if "SelectStmt" not in query:
            yield from source.read(query)


def _parts(node: Node, *names: str) -> list[Node]:
    return [{name: node[name]} for name in names if name in node]


def _targets(nodes: list[Node] | tuple[()]) -> tuple[str, ...]:
    """Return the columns set; one of which two parts are set (`a[1]`, `a.x`) stands once."""
    names: list[str] = []
    for node in nodes:
        name = node["ResTarget"].get("name", "")
        if name not in names or "indirection" not in node["ResTarget"]:
            names.append(name)
    return tuple(names)


def _sequence(given: Node) -> Name:
    """Return the sequence that `setval` names; an owned one by the server's own convention."""
    body = given.get("FuncCall")
    if body and dotted(body.get("funcname", [])).name == "pg_get_serial_sequence":
        table, column = (plain(argument) for argument in body.get("args", ({}, {}))[:2])
        schema, _, name = table.rpartition(".")
        return Name(f"{_unquoted(name)}_{_unquoted(column)}_seq", _unquoted(schema))
    schema, _, name = plain(given).rpartition(".")
    return Name(_unquoted(name), _unquoted(schema))


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()


_ENDS = frozenset({"min", "max"})
# A label of an enum has 63 bytes at most: a longer string cannot be one.
_LABEL = 63
_LABELS = {
    "A_ArrayExpr": "array",
    "CaseExpr": "case",
    "CoalesceExpr": "coalesce",
    "MinMaxExpr": "greatest",
    "RowExpr": "row",
    "SubLink": "?column?",
}
READERS: dict[str, Reader] = {
    "SelectStmt": select,
    "InsertStmt": insert,
    "UpdateStmt": update,
    "DeleteStmt": delete,
    "MergeStmt": merge,
    "CopyStmt": copy,
    "TruncateStmt": truncate,
    "CreateTableAsStmt": create_as,
    "ViewStmt": create_view,
    "CallStmt": call,
}
