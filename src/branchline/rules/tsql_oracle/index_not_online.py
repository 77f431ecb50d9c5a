"""Indexes built while others wait, though the server could do it beside them."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterObject, CreateIndex
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("index-not-online", severity=Severity.WARNING)
def index_not_online(statement: Statement, *, online_edition: bool = True) -> Iterator[Problem]:
    """An index is built or rebuilt without ONLINE: writes to its table wait.

    ```sql tsql
    CREATE INDEX orders_total ON orders (total); -- finding
    ALTER INDEX orders_total ON orders REBUILD; -- finding
    ```

    ```sql oracle
    CREATE INDEX orders_total ON orders (total); -- finding
    ALTER INDEX orders_total REBUILD; -- finding
    ```

    Build it beside the others.

    ```sql tsql
    CREATE INDEX orders_total ON orders (total) WITH (ONLINE = ON);
    ALTER INDEX orders_total ON orders REBUILD WITH (ONLINE = ON);
    ```

    ```sql oracle
    CREATE INDEX orders_total ON orders (total) ONLINE;
    ALTER INDEX orders_total REBUILD ONLINE;
    ```

    Does not fire on a table that nobody else can see, or where
    `online_edition = false` says that the server's edition has no ONLINE.

    ```sql tsql
    CREATE TABLE #seen (id int);
    CREATE INDEX seen_id ON #seen (id);
    ```

    ```sql oracle
    CREATE TABLE carts (id integer);
    CREATE INDEX carts_id ON carts (id);
    ```

    Known elsewhere as: nothing.
    """
    if statement.engine.dialect not in _WORDS or not online_edition:
        return
    word = _WORDS[statement.engine.dialect]
    for create, _ in statement.of(CreateIndex):
        if not statement.is_private(create.table) and not _is_online(create.options):
            yield Problem(
                f"index {create.name} is built while writes to {create.table} wait",
                f"put behind it: {word}",
            )
    for alter, _ in statement.of(AlterObject):
        rebuilds = alter.what == "index" and alter.action == "rebuild"
        private = alter.table is not None and statement.is_private(alter.table)
        if rebuilds and not private and not _is_online(alter.options):
            yield Problem(
                f"index {alter.name} is rebuilt while writes to its table wait",
                f"put behind it: {word}",
            )


def _is_online(options: tuple[tuple[str, str], ...]) -> bool:
    return dict(options).get("online", "off").lower() not in {"off", "false"}


_WORDS = {"tsql": "WITH (ONLINE = ON)", "oracle": "ONLINE"}
