"""Tables of SQL Server, Oracle and standard SQL: made, dropped, emptied."""

from collections.abc import Iterator

from branchline.model.operations.base import Column, Constraint, Operation
from branchline.model.operations.tables import CreateTable, DropTable, TruncateTable
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.rows import query
from branchline.sql.generic.standard.columns import column
from branchline.sql.generic.standard.constraints import constraint, starts_constraint


def create_table(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE TABLE; Oracle's GLOBAL TEMPORARY tables are there for all, only empty."""
    cursor.expect("CREATE")
    lasting = cursor.skip("GLOBAL TEMPORARY")
    temporary = cursor.skip("PRIVATE TEMPORARY", "LOCAL TEMPORARY", "TEMPORARY", "TEMP")
    cursor.skip("IMMUTABLE", "BLOCKCHAIN", "SHARDED", "DUPLICATED")
    cursor.expect("TABLE")
    guarded = cursor.skip("IF NOT EXISTS")
    table = cursor.name()
    temporary = temporary or table.name.startswith("#")
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    if cursor.sees("("):
        columns, constraints = definitions(cursor.inside())
    rest = cursor.until("AS SELECT", "AS WITH", "AS (")
    parts = _partition_columns(rest)
    found = query(cursor.rest()) if cursor.skip("AS") else None
    if not (columns or constraints or found):
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
        options=(("global temporary", "true"),) if lasting else (),
        star=found.star if found else False,
        functions=found.functions if found else (),
        bounded=found.bounded if found else False,
    )


def definitions(cursor: Cursor) -> tuple[tuple[Column, ...], tuple[Constraint, ...]]:
    """Read the columns and constraints of a new table."""
    columns: list[Column] = []
    constraints: list[Constraint] = []
    for part in cursor.commas():
        if part.done and cursor.done and columns and cursor.dialect.name == "tsql":
            break  # SQL Server takes a comma behind the last one
        if starts_constraint(part):
            constraints.append(constraint(part))
        elif part.sees("INDEX", "PERIOD FOR", "SUPPLEMENTAL LOG", "LIKE"):
            part.rest()
        else:
            columns.append(column(part))
            if part.skip("INDEX"):
                part.rest()
        part.end()
    return tuple(columns), tuple(constraints)


def drop_table(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP TABLE."""
    cursor.expect("DROP TABLE")
    guarded = cursor.skip("IF EXISTS")
    names = [cursor.name()]
    while cursor.skip(","):
        names.append(cursor.name())
    cascade = cursor.skip("CASCADE CONSTRAINTS", "CASCADE")
    cursor.skip("RESTRICT")
    cursor.skip("PURGE")
    for name in names:
        hidden = name.name.startswith("#")
        yield DropTable(name, if_exists=guarded, cascade=cascade, temporary=hidden)


def truncate(cursor: Cursor) -> Iterator[Operation]:
    """Read TRUNCATE TABLE."""
    cursor.expect("TRUNCATE TABLE", "TRUNCATE")
    table = cursor.name()
    partition = ""
    if cursor.skip("WITH"):
        inner = cursor.inside()
        inner.expect("PARTITIONS")
        partition = inner.rest().written().strip("()")
    cursor.skip("PRESERVE MATERIALIZED VIEW LOG", "PURGE MATERIALIZED VIEW LOG")
    cursor.skip("DROP STORAGE", "DROP ALL STORAGE", "REUSE STORAGE", "CONTINUE IDENTITY")
    restarts = cursor.skip("RESTART IDENTITY") or cursor.dialect.name == "tsql"
    cascade = cursor.skip("CASCADE")
    yield TruncateTable(table, cascade, restarts, partition=partition)


def _partition_columns(cursor: Cursor) -> tuple[str, ...] | None:
    """Find the columns that a table is partitioned by among the clauses of its storage."""
    cursor.until("PARTITION BY")
    if not cursor.skip("PARTITION BY"):
        return None
    cursor.until("(")
    inner = cursor.inside()
    names = [token for token in inner.tokens[inner.at : inner.stop] if token.kind in _NAMES]
    fold = cursor.dialect.fold
    return tuple(fold(one.text, quoted=one.kind == "name", column=True) for one in names)


_NAMES = frozenset({"word", "name"})
