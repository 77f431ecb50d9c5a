"""CREATE TABLE: its columns, its constraints and the tables it is made after.

In CREATE TABLE the server takes NOT VALID for granted and ignores it: there are
no rows to check.
"""

from collections.abc import Callable, Iterator

from branchline.model.operations.base import (
    Column,
    Constraint,
    ConstraintKind,
    Expression,
    Operation,
)
from branchline.model.operations.tables import CreateTable
from branchline.model.value import replace
from branchline.sql.postgres.expressions import expression
from branchline.sql.postgres.slices import bound_text
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
    unwrap,
)
from branchline.sql.postgres.types import sql_type


def create_table(node: Node, source: Source) -> Iterator[Operation]:
    """Read CREATE TABLE in every form but AS."""
    elements = [unwrap(element) for element in node.get("tableElts", ())]
    likes = [body for kind, body in elements if kind == "TableLikeClause"]
    parents = tuple(relation(parent["RangeVar"]) for parent in node.get("inhRelations", ()))
    partition = node.get("partbound", {})
    yield CreateTable(
        relation(node["relation"]),
        columns=tuple(
            column(body, source, new=True) for kind, body in elements if kind == "ColumnDef"
        ),
        constraints=tuple(
            constraint(body, source, new=True) for kind, body in elements if kind == "Constraint"
        ),
        temporary=node["relation"].get("relpersistence") == "t",
        unlogged=node["relation"].get("relpersistence") == "u",
        if_not_exists=node.get("if_not_exists", False),
        like=tuple(relation(like["relation"]) for like in likes),
        parents=() if partition else parents,
        partition_of=parents[0] if partition and parents else None,
        default_partition=partition.get("is_default", False),
        partitioned="partspec" in node,
        partition_columns=_partition_columns(node),
        options=(*_table_options(node), *(("including", _including(like)) for like in likes)),
        bound=bound(partition, source),
    )


def create_foreign_table(node: Node, source: Source) -> Iterator[Operation]:
    """Read CREATE FOREIGN TABLE."""
    for operation in create_table(node.get("base", node), source):
        if isinstance(operation, CreateTable):
            server = ("server", node.get("servername", ""))
            yield replace(operation, foreign=True, options=(server, *operation.options))


def column(body: Node, source: Source, *, new: bool = False) -> Column:
    """Return a column with its inline constraints; `new` is one of a new table."""
    name = body.get("colname", "")
    written = [part["Constraint"] for part in body.get("constraints", ())]
    by_kind = {part.get("contype", ""): part for part in written}
    default, generated = by_kind.get("CONSTR_DEFAULT"), by_kind.get("CONSTR_GENERATED")
    identity = "CONSTR_IDENTITY" in by_kind
    return Column(
        name,
        type=sql_type(body["typeName"]) if "typeName" in body else None,
        not_null="CONSTR_NOTNULL" in by_kind or identity,
        default=expression(default.get("raw_expr"), source) if default else None,
        generated=_GENERATED[generated.get("generated_kind", "s")] if generated else "",
        expression=expression(generated.get("raw_expr"), source) if generated else None,
        identity=identity,
        collation=qualified(body.get("collClause", {}).get("collname", ())).name,
        constraints=tuple(_inline(name, written, source, new=new)),
    )


def constraint(body: Node, source: Source, *, new: bool = False) -> Constraint:
    """Return a constraint; `new` is one of a new table, valid from the start."""
    contype = body.get("contype", "")
    enforced = _enforced(body, source)
    references = body.get("pktable")
    condition = expression(body.get("raw_expr") or body.get("where_clause"), source)
    return Constraint(
        KINDS[contype],
        name=body.get("conname", ""),
        columns=_constrained(body, condition),
        expression=condition,
        references=relation(references) if references else None,
        referenced_columns=strings(body.get("pk_attrs", ())),
        on_delete=_ACTIONS.get(body.get("fk_del_action", ""), ""),
        on_update=_ACTIONS.get(body.get("fk_upd_action", ""), ""),
        valid=enforced and (new or not body.get("skip_validation", False)),
        enforced=enforced,
        using_index=body.get("indexname", ""),
        deferrable=body.get("deferrable", False),
        include=strings(body.get("including", ())),
        nulls_not_distinct=body.get("nulls_not_distinct", False),
        no_inherit=body.get("is_no_inherit", False),
        temporal=body.get("without_overlaps", False) or body.get("fk_with_period", False),
    )


def bound(body: Node, source: Source) -> str:
    """Return the text after FOR VALUES, empty for a DEFAULT partition."""
    if not body or body.get("is_default"):
        return ""
    lists = 2 if body.get("strategy") == "r" else 1
    return bound_text(source, body.get("location", 0), lists)


def _inline(name: str, written: list[Node], source: Source, *, new: bool) -> Iterator[Constraint]:
    """Yield a column's constraints, each with the attributes that follow it."""
    found: list[Constraint] = []
    for body in written:
        contype = body.get("contype", "")
        if contype in KINDS and (contype != "CONSTR_NOTNULL" or "conname" in body):
            made = constraint(body, source, new=new)
            found.append(made if made.columns else replace(made, columns=(name,)))
        elif contype in _ATTRIBUTES and found:
            found[-1] = _ATTRIBUTES[contype](found[-1])
    yield from found


def _constrained(body: Node, condition: Expression | None) -> tuple[str, ...]:
    if body.get("contype") == "CONSTR_CHECK" and condition:
        return condition.columns
    excluded = [items(pair)[0]["IndexElem"] for pair in body.get("exclusions", ())]
    named = strings(body.get("keys") or body.get("fk_attrs") or ())
    return named or tuple(element.get("name", "") for element in excluded)


def _enforced(body: Node, source: Source) -> bool:
    """Whether a constraint is enforced: only CHECK and foreign keys can be otherwise."""
    marked = source.enforcement and "location" in body
    able = body.get("contype") in {"CONSTR_CHECK", "CONSTR_FOREIGN"}
    return not (marked and able) or body.get("is_enforced", False)


def _partition_columns(node: Node) -> tuple[str, ...]:
    parts = node.get("partspec", {}).get("partParams", ())
    return tuple(part["PartitionElem"].get("name", "") for part in parts)


def _table_options(node: Node) -> Options:
    named = (
        ("on commit", _ON_COMMIT.get(node.get("oncommit", ""), "")),
        ("tablespace", node.get("tablespacename", "")),
        ("using", node.get("accessMethod", "")),
        ("of", plain({"TypeName": node["ofTypename"]}) if "ofTypename" in node else ""),
    )
    return (*options(node.get("options", ())), *((key, text) for key, text in named if text))


def _including(like: Node) -> str:
    chosen = like.get("options", 0)
    return " ".join(word for bit, word in enumerate(_LIKE) if chosen >> bit & 1)


KINDS = {
    "CONSTR_NOTNULL": ConstraintKind.NOT_NULL,
    "CONSTR_CHECK": ConstraintKind.CHECK,
    "CONSTR_PRIMARY": ConstraintKind.PRIMARY_KEY,
    "CONSTR_UNIQUE": ConstraintKind.UNIQUE,
    "CONSTR_EXCLUSION": ConstraintKind.EXCLUDE,
    "CONSTR_FOREIGN": ConstraintKind.FOREIGN_KEY,
}
_ATTRIBUTES: dict[str, Callable[[Constraint], Constraint]] = {
    "CONSTR_ATTR_DEFERRABLE": lambda found: replace(found, deferrable=True),
    "CONSTR_ATTR_DEFERRED": lambda found: replace(found, deferrable=True),
    "CONSTR_ATTR_NOT_ENFORCED": lambda found: replace(found, enforced=False, valid=False),
}
_GENERATED = {"s": "stored", "v": "virtual"}
_ACTIONS = {"r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}
_ON_COMMIT = {"ONCOMMIT_DROP": "drop", "ONCOMMIT_DELETE_ROWS": "delete rows"}
_ON_COMMIT["ONCOMMIT_PRESERVE_ROWS"] = "preserve rows"
# The bits of TableLikeOption in PostgreSQL's nodes/parsenodes.h, lowest first.
_LIKE = (
    "comments",
    "compression",
    "constraints",
    "defaults",
    "generated",
    "identity",
    "indexes",
    "statistics",
    "storage",
)
READERS: dict[str, Reader] = {
    "CreateStmt": create_table,
    "CreateForeignTableStmt": create_foreign_table,
}
