"""CREATE, DROP, RENAME and TRUNCATE of MySQL's tables."""

from collections.abc import Iterator

from branchline.model.operations.base import Column, Constraint, Name, Operation
from branchline.model.operations.objects import CreateIndex
from branchline.model.operations.tables import CreateTable, DropTable, RenameTable, TruncateTable
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.mysql.columns import column
from branchline.sql.generic.mysql.keys import key, starts_key
from branchline.sql.generic.mysql.options import partition_columns, table_options
from branchline.sql.generic.rows import Query, query


def create_table(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE TABLE; the keys in its parentheses follow it as indexes.

    OR REPLACE drops the table that is there, and so it says.
    """
    cursor.expect("CREATE")
    replaces = cursor.skip("OR REPLACE")
    temporary = cursor.skip("TEMPORARY")
    cursor.expect("TABLE")
    guarded = cursor.skip("IF NOT EXISTS")
    table = cursor.name()
    if replaces:
        yield DropTable(table, if_exists=True, temporary=temporary)
    like = _like(cursor)
    if like:
        yield CreateTable(
            table, temporary=temporary, if_not_exists=guarded, like=like, options=_LIKE
        )
        return
    columns, constraints, indexes = _definitions(cursor, table)
    options = tuple(table_options(cursor))
    parts = partition_columns(cursor)
    found = _query(cursor)
    if not (columns or constraints or indexes or found):
        raise cursor.unexpected()
    yield CreateTable(
        table,
        columns=columns or tuple(Column(name) for name in (found.shape if found else ())),
        constraints=constraints,
        temporary=temporary,
        if_not_exists=guarded,
        partitioned=parts is not None,
        partition_columns=parts or (),
        from_query=found is not None,
        reads=found.tables if found else (),
        options=options,
        star=found.star if found else False,
        functions=found.functions if found else (),
        bounded=found.bounded if found else False,
    )
    yield from indexes


def drop_table(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP TABLE."""
    cursor.expect("DROP")
    temporary = cursor.skip("TEMPORARY")
    cursor.expect("TABLE", "TABLES")
    guarded = cursor.skip("IF EXISTS")
    names = [cursor.name()]
    while cursor.skip(","):
        names.append(cursor.name())
    cascade = cursor.skip("CASCADE")
    if not cascade:
        cursor.skip("RESTRICT")
    wait(cursor)
    for name in names:
        # The server reads CASCADE and does nothing about it.
        yield DropTable(name, if_exists=guarded, temporary=temporary)


def rename_table(cursor: Cursor) -> Iterator[Operation]:
    """Read RENAME TABLE, one operation for each pair."""
    cursor.expect("RENAME TABLE", "RENAME TABLES")
    cursor.skip("IF EXISTS")
    pairs = []
    while True:
        old = cursor.name()
        wait(cursor)
        cursor.expect("TO")
        pairs.append((old, cursor.name()))
        if not cursor.skip(","):
            break
    for old, new in pairs:
        yield RenameTable(old, new)


def truncate(cursor: Cursor) -> Iterator[Operation]:
    """Read TRUNCATE."""
    cursor.expect("TRUNCATE TABLE", "TRUNCATE")
    table = cursor.name()
    wait(cursor)
    yield TruncateTable(table, restart_identity=True)


def wait(cursor: Cursor) -> None:
    """Skip MariaDB's WAIT n and NOWAIT."""
    if cursor.skip("WAIT"):
        cursor.word()
    else:
        cursor.skip("NOWAIT")


def _like(cursor: Cursor) -> tuple[Name, ...]:
    if cursor.skip("LIKE"):
        return (cursor.name(),)
    if cursor.sees("( LIKE"):
        inner = cursor.inside()
        inner.expect("LIKE")
        found = inner.name()
        inner.end()
        return (found,)
    return ()


def _definitions(
    cursor: Cursor, table: Name
) -> tuple[tuple[Column, ...], tuple[Constraint, ...], tuple[CreateIndex, ...]]:
    columns: list[Column] = []
    keys: list[Constraint | CreateIndex] = []
    if cursor.sees("(") and not cursor.sees("( SELECT", "( WITH"):
        for part in cursor.inside().commas():
            if starts_key(part):
                keys.append(key(part, table))
            elif part.skip("PERIOD FOR"):
                part.identifier()
                part.names()
            else:
                columns.append(column(part))
            part.end()
    constraints = tuple(one for one in keys if isinstance(one, Constraint))
    return tuple(columns), constraints, tuple(one for one in keys if isinstance(one, CreateIndex))


def _query(cursor: Cursor) -> Query | None:
    cursor.skip("IGNORE", "REPLACE")
    cursor.skip("AS")
    return None if cursor.done else query(cursor.rest())


# All that LIKE copies; foreign keys alone it leaves out.
_LIKE = (("including", "defaults generated identity constraints indexes options"),)
