"""Indexes on values too large for one."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Key
from branchline.model.operations.objects import CreateIndex
from branchline.model.operations.tables import AddColumn, CreateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("index-on-lob", severity=Severity.WARNING)
def index_on_lob(statement: Statement) -> Iterator[Problem]:
    """An index keeps whole values of a column that may be very large.

    PostgreSQL has no such index for json and xml, and refuses rows whose bytea or
    jsonb is longer than a third of a page. MySQL wants a length; MariaDB takes one
    of its own.

    ```sql
    CREATE TABLE events (id bigint PRIMARY KEY, body jsonb);
    CREATE INDEX events_body ON events (body); -- finding
    ```

    ```sql mariadb
    CREATE TABLE events (id bigint PRIMARY KEY, body text);
    CREATE INDEX events_body ON events (body); -- finding
    ```

    Index what is searched for: a GIN index, a hash of the value, an expression, the
    first characters.

    Does not fire on GIN, full-text and other indexes made for it, on expressions,
    where a length is given, on columns whose type is not known, or in a rollback.

    ```sql
    CREATE TABLE events (id bigint PRIMARY KEY, body jsonb, note text);
    CREATE INDEX events_body ON events USING gin (body);
    CREATE INDEX events_kind ON events ((body ->> 'kind'));
    CREATE INDEX events_note ON events (note);
    ```

    ```sql mariadb
    CREATE TABLE events (id bigint PRIMARY KEY, body text);
    CREATE INDEX events_body ON events (body(20));
    CREATE FULLTEXT INDEX events_words ON events (body);
    ```

    Known elsewhere as: bytebase INDEX_TYPE_NO_BLOB.
    """
    large = _LARGE.get(statement.engine.dialect, frozenset())
    for create, _ in statement.of(CreateIndex, part=Part.UP):
        if create.kind_of or create.method not in {"", "btree"}:
            continue
        for key in create.keys:
            kind = "" if key.length or key.operator_class else _type(statement, create, key)
            if kind in large:
                yield Problem(
                    f"index {create.name} keeps whole values of"
                    f" {create.table}.{key.column}, which is {kind}".replace(
                        "index  ", "an index "
                    ),
                    _way_out(statement, create, key),
                )


def _type(statement: Statement, create: CreateIndex, key: Key) -> str:
    columns = [
        *(
            c
            for made, _ in statement.of(CreateTable)
            if made.table == create.table
            for c in made.columns
        ),
        *(add.column for add, _ in statement.of(AddColumn) if add.table == create.table),
    ]
    table = statement.catalog.table(create.table)
    known = table.column(key.column) if table else None
    found = next((column for column in columns if column.name == key.column), known)
    return found.type.name if found and found.type and not found.type.array else ""


def _way_out(statement: Statement, create: CreateIndex, key: Key) -> str:
    table, column = quoted(create.table), quoted(key.column)
    if statement.engine.dialect == "postgres":
        return (
            "index what is searched for: CREATE INDEX CONCURRENTLY ON"
            f" {table} USING gin ({column}), or an expression"
        )
    return f"index the first characters: CREATE INDEX ... ON {table} ({column}(100))"


_LOBS = frozenset(
    {
        "blob",
        "json",
        "longblob",
        "longtext",
        "mediumblob",
        "mediumtext",
        "text",
        "tinyblob",
        "tinytext",
    }
)
_LARGE = {
    "postgres": frozenset({"bytea", "json", "jsonb", "xml"}),
    "mysql": _LOBS,
    "mariadb": _LOBS,
}
