"""Sessions, transactions and the upkeep of tables: SET, BEGIN, LOCK, VACUUM, REINDEX."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import RefreshView, Reindex
from branchline.model.operations.session import (
    Analyze,
    Begin,
    Cluster,
    Commit,
    LockTable,
    Other,
    Rollback,
    Savepoint,
    Select,
    SetVariable,
    Vacuum,
)
from branchline.sql.postgres.facts import Facts
from branchline.sql.postgres.tree import Node, Reader, Source, plain, relation, switched


def setting(node: Node) -> tuple[str, str | None]:
    """Return the name and value of a SET clause; value None resets."""
    name = node.get("name", "all").lower()
    if node.get("kind") == "VAR_SET_CURRENT":
        return name, "current"
    if node.get("kind") != "VAR_SET_VALUE":
        return name, None
    return name, ", ".join(plain(argument) for argument in node.get("args", ()))


def set_variable(node: Node, _: Source) -> Iterator[Operation]:
    """Read SET and RESET; SET TRANSACTION is one operation for each of its modes."""
    scope = "local" if node.get("is_local") else "session"
    if node.get("kind") != "VAR_SET_MULTI":
        yield SetVariable(*setting(node), scope=scope)
        return
    within = "session" if node.get("name") == "SESSION CHARACTERISTICS" else "local"
    for argument in node.get("args", ()):
        mode = argument.get("DefElem")
        if mode:
            yield SetVariable(mode.get("defname", ""), plain(mode.get("arg")), scope=within)
        else:
            yield SetVariable("transaction_snapshot", plain(argument), scope=within)


def transaction(node: Node, _: Source) -> Iterator[Operation]:
    """Read what begins, ends and divides a transaction; PREPARE TRANSACTION ends it too."""
    kind = node.get("kind", "").removeprefix("TRANS_STMT_")
    if kind in _SAVEPOINTS:
        yield Savepoint(node.get("savepoint_name", ""), _SAVEPOINTS[kind])
        return
    made = _TRANSACTION.get(kind)
    yield made or Other(kind.replace("_", " ").lower())
    if node.get("chain"):
        yield Begin()


def lock(node: Node, _: Source) -> Iterator[Operation]:
    """Read LOCK TABLE: one operation for each table."""
    for wrapped in node.get("relations", ()):
        yield LockTable(
            relation(wrapped["RangeVar"]),
            mode=_MODES[node.get("mode", 0)],
            nowait=node.get("nowait", False),
            only=not wrapped["RangeVar"].get("inh", False),
        )


def vacuum(node: Node, _: Source) -> Iterator[Operation]:
    """Read VACUUM and ANALYZE; VACUUM (FULL FALSE) is not a full one."""
    named = [wrapped["VacuumRelation"] for wrapped in node.get("rels", ())]
    tables = tuple(relation(body["relation"]) for body in named if "relation" in body)
    if node.get("is_vacuumcmd"):
        yield Vacuum(tables, full=switched(node.get("options", ()), "full"))
    else:
        yield Analyze(tables)


def cluster(node: Node, _: Source) -> Iterator[Operation]:
    """Read CLUSTER."""
    yield Cluster(relation(node["relation"]) if "relation" in node else None)


def reindex(node: Node, _: Source) -> Iterator[Operation]:
    """Read REINDEX, with CONCURRENTLY as a word or as an option."""
    named = relation(node["relation"]) if "relation" in node else Name(node.get("name", ""))
    yield Reindex(
        named,
        scope=node.get("kind", "").removeprefix("REINDEX_OBJECT_").lower(),
        concurrently=switched(node.get("params", ()), "concurrently"),
    )


def refresh(node: Node, _: Source) -> Iterator[Operation]:
    """Read REFRESH MATERIALIZED VIEW."""
    yield RefreshView(
        relation(node["relation"]),
        concurrently=node.get("concurrent", False),
        with_data=not node.get("skipData", False),
    )


def explain(node: Node, source: Source) -> Iterator[Operation]:
    """Read EXPLAIN: with ANALYZE the statement runs."""
    if switched(node.get("options", ()), "analyze"):
        yield from source.read(node.get("query", {}))
    else:
        yield Other("explain")


def discard(node: Node, _: Source) -> Iterator[Operation]:
    """Read DISCARD."""
    yield Other(f"discard {node.get('target', '').removeprefix('DISCARD_').lower()}")


def execute(node: Node, _: Source) -> Iterator[Operation]:
    """Read EXECUTE of a prepared statement, and cursors over a query."""
    facts = Facts(node)
    yield Select(facts.tables, tuple(facts.functions))


_TRANSACTION: dict[str, Operation] = {
    "BEGIN": Begin(),
    "START": Begin(),
    "COMMIT": Commit(),
    "PREPARE": Commit(),
    "ROLLBACK": Rollback(),
}
_SAVEPOINTS = {"SAVEPOINT": "savepoint", "RELEASE": "release", "ROLLBACK_TO": "rollback to"}
# The numbers of PostgreSQL's storage/lockdefs.h.
_MODES = (
    "",
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)
READERS: dict[str, Reader] = {
    "VariableSetStmt": set_variable,
    "TransactionStmt": transaction,
    "LockStmt": lock,
    "VacuumStmt": vacuum,
    "ClusterStmt": cluster,
    "ReindexStmt": reindex,
    "RefreshMatViewStmt": refresh,
    "ExplainStmt": explain,
    "DiscardStmt": discard,
    "ExecuteStmt": execute,
    "DeclareCursorStmt": execute,
}
