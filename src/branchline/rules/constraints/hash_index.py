"""Hash indexes where they are none, or do not survive a crash."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateIndex
from branchline.model.statement import Part, Statement
from branchline.rule import rule

_SAFE = (10,)


@rule("hash-index", severity=Severity.WARNING)
def hash_index(statement: Statement) -> Iterator[Problem]:
    """An index is made USING HASH where that is unsafe or means nothing.

    PostgreSQL before 10 does not write it to its log: it is wrong after a crash and
    on replicas. InnoDB takes the word and builds a B-tree.

    ```sql postgres 9.6
    CREATE INDEX orders_code ON orders USING hash (code); -- finding
    ```

    ```sql mariadb
    CREATE INDEX orders_code ON orders (code) USING HASH; -- finding
    ```

    Leave USING HASH out.

    Does not fire on PostgreSQL 10 and later, on a table in memory, or in a
    rollback.

    ```sql postgres 15
    CREATE INDEX orders_code ON orders USING hash (code);
    ```

    ```sql mariadb
    CREATE TABLE seen (id bigint PRIMARY KEY, code int) ENGINE=MEMORY;
    CREATE INDEX seen_code ON seen (code) USING HASH;
    ```

    Known elsewhere as: online_migrations add_hash_index, bytebase
    INDEX_TYPE_ALLOW_LIST.
    """
    for create, _ in statement.of(CreateIndex, part=Part.UP):
        effect = _effect(statement, create) if create.method == "hash" else ""
        if effect:
            name = f"index {create.name}" if create.name else "an index"
            yield Problem(f"{name} of {create.table} uses hash: {effect}", "leave USING HASH out")


def _effect(statement: Statement, create: CreateIndex) -> str:
    engine = statement.engine
    if engine.dialect == "postgres":
        old = bool(engine.version) and engine.version < _SAFE
        return "it is wrong after a crash and on replicas" if old else ""
    table = statement.catalog.table(create.table)
    kind = dict(table.options).get("engine", "").lower() if table else ""
    mysql = engine.dialect in {"mysql", "mariadb"} and kind in {"", "innodb"}
    return "InnoDB builds a B-tree instead" if mysql else ""
