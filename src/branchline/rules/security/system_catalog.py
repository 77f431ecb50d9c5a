"""The tables in which a server keeps what it knows."""

import re
from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.base import Name, Operation
from branchline.model.operations.session import Copy
from branchline.model.operations.tables import CreateTable, TableOperation
from branchline.model.regex import regex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing
from branchline.rules.sentences import verb as are


@rule("system-catalog")
def system_catalog(
    statement: Statement, *, writes: bool = True, reads: bool = False
) -> Iterator[Problem]:
    """A statement changes the server's own tables.

    No check stands between a mistake and them: what does not fit together any
    more is a database that does not start.

    ```sql
    UPDATE pg_catalog.pg_class SET relowner = 10 WHERE relname = 'orders'; -- finding
    DELETE FROM pg_depend WHERE objid = 4711; -- finding
    ```

    ```sql mysql
    INSERT INTO mysql.user (host, user) VALUES ('%', 'ada'); -- finding
    ```

    Say what is meant as ALTER, GRANT and so on.

    ```sql
    ALTER TABLE orders OWNER TO ada;
    ```

    With `reads` it finds questions, too, wherever in a statement they stand: what
    a change does should not depend on what a server happens to hold. Does not
    fire on a table of the changelog that is only called like one of the server.

    ```sql
    SELECT relname FROM pg_class;
    CREATE TABLE pg_orders (id bigint PRIMARY KEY);
    UPDATE pg_orders SET id = 2 WHERE id = 1;
    ```
    """
    for verb, asked, names in (
        ("changes", writes, _written(statement)),
        ("reads", reads, _read(statement)),
    ):
        found = [str(name) for name in dict.fromkeys(names) if _is_system(statement, name)]
        if asked and found:
            yield Problem(
                f"{verb} {listing(found)}, which {are(found, 'is', 'are')} the server's",
                "say what is meant as ALTER, GRANT and so on" if verb == "changes" else "",
            )


def _written(statement: Statement) -> Iterator[Name]:
    for operation in statement.operations:
        if isinstance(operation, CreateTable) and not operation.table.schema:
            continue  # whoever makes one means another
        if isinstance(operation, TableOperation):
            yield operation.table


def _read(statement: Statement) -> Iterator[Name]:
    for operation in statement.operations:
        yield from getattr(operation, "reads", ())
        yield from _copied(operation)


def _copied(operation: Operation) -> Iterator[Name]:
    if isinstance(operation, Copy) and operation.table:
        yield operation.table


def _is_system(statement: Statement, name: Name) -> bool:
    if name.schema:
        return name.schema.lower() in _SCHEMAS
    own = statement.is_private(name) or statement.name(name) in statement.catalog.tables
    pattern = _BARE.get(statement.engine.dialect)
    return not own and pattern is not None and pattern.fullmatch(name.name) is not None


_SCHEMAS = frozenset(
    {"pg_catalog", "pg_toast", "information_schema", "performance_schema", "mysql", "sys"}
)
_BARE = {
    "postgres": regex(r"pg_\w+"),
    "sqlite": regex(r"sqlite_\w+", re.IGNORECASE),
    "tsql": regex(
        r"sys(objects|columns|users|databases|indexes|logins|processes|comments|types|files"
        r"|constraints|depends|permissions|members|protects|servers|configures|altfiles)",
        re.IGNORECASE,
    ),
    "oracle": regex(
        r"g?v\$\w+|(dba|all|user)_(tables|tab_\w+|objects|constraints|cons_columns|indexes"
        r"|ind_columns|users|views|sequences|triggers|synonyms|source|roles|role_privs|sys_privs)",
        re.IGNORECASE,
    ),
}
"""What a name without a schema looks like, where it means a table of the server."""
