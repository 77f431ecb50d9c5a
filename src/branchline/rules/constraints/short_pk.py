"""Primary keys that run out of numbers."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.constraints.written import Written, primary_keys
from branchline.rules.spelling import quoted


@rule("short-pk", severity=Severity.WARNING)
def short_pk(statement: Statement, *, small: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A primary key is a short integer, and runs out of numbers.

    With the last one, no row can be written any more: 2,147,483,647 of an integer.
    To make it a bigint then rewrites the table and all that refer to it.

    ```sql
    CREATE TABLE orders (id serial PRIMARY KEY); -- finding
    CREATE TABLE states (id smallint PRIMARY KEY); -- finding
    ```

    Use bigint. `small` names tables that stay small.

    Does not fire on keys of several columns, unless the server counts one of them;
    on SQLite, whose integers are all long; or in a rollback.

    ```sql
    CREATE TABLE orders (id bigserial PRIMARY KEY);
    CREATE TABLE tags (order_id integer, tag text, PRIMARY KEY (order_id, tag));
    ```

    Known elsewhere as: online_migrations short_primary_key_type, diesel-guard
    ShortIntegerPrimaryKey, bytebase INDEX_PK_TYPE_LIMIT, skeema pk-type.
    """
    if statement.engine.dialect == "sqlite":
        return
    for key in primary_keys(statement, Part.UP):
        if key.table.name not in small:
            for name, kind in _short(statement, key):
                yield Problem(
                    f"primary key {key.table}.{name} is {kind}: it runs out at {_LAST[kind]:,}",
                    f"use bigint: {quoted(name)} {_LONG.get(kind, 'bigint')}",
                )


def _short(statement: Statement, key: Written) -> Iterator[tuple[str, str]]:
    for name in key.columns:
        column = key.column(statement, name)
        type_ = column.type if column else None
        if column is None or type_ is None or type_.array or type_.name not in _LAST:
            continue
        counted = column.identity or column.serial
        if len(key.columns) == 1 or counted:
            yield name, type_.name


_LAST = {
    "tinyint": 2**7 - 1,
    "smallint": 2**15 - 1,
    "smallserial": 2**15 - 1,
    "mediumint": 2**23 - 1,
    "int": 2**31 - 1,
    "integer": 2**31 - 1,
    "serial": 2**31 - 1,
}
_LONG = {"serial": "bigserial", "smallserial": "bigserial"}
