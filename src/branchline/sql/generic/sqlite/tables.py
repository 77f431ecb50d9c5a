"""CREATE TABLE and DROP TABLE of SQLite and of standard SQL."""

from collections.abc import Iterator

from branchline.model.operations.base import Column, Constraint, Name, Operation
from branchline.model.operations.tables import CreateTable, DropTable
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.rows import query
from branchline.sql.generic.sqlite.columns import column
from branchline.sql.generic.sqlite.constraints import constraint, starts_constraint


def create_table(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE TABLE."""
    cursor.expect("CREATE")
    temporary = cursor.skip("TEMP", "TEMPORARY")
    cursor.expect("TABLE")
    guarded = cursor.skip("IF NOT EXISTS")
    name, temporary = own_name(cursor, temporary=temporary)
    if cursor.skip("AS"):
        found = query(cursor.rest())
        yield CreateTable(
            name,
            columns=tuple(Column(label) for label in found.shape),
            temporary=temporary,
            if_not_exists=guarded,
            from_query=True,
            reads=found.tables,
            star=found.star,
            functions=found.functions,
            bounded=found.bounded,
        )
        return
    columns, constraints = definitions(cursor.inside())
    yield CreateTable(
        name,
        columns=columns,
        constraints=constraints,
        temporary=temporary,
        if_not_exists=guarded,
        options=tuple(_options(cursor)),
    )


def drop_table(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP TABLE, one operation for each name."""
    cursor.expect("DROP TABLE")
    guarded = cursor.skip("IF EXISTS")
    names = [cursor.name()]
    while cursor.dialect.name != "sqlite" and cursor.skip(","):
        names.append(cursor.name())
    cascade = cursor.dialect.name != "sqlite" and cursor.skip("CASCADE", "CASCADE CONSTRAINTS")
    for name in names:
        yield DropTable(name, if_exists=guarded, cascade=cascade)


def definitions(cursor: Cursor) -> tuple[tuple[Column, ...], tuple[Constraint, ...]]:
    """Read what stands in the parentheses of a new table.

    SQLite wants no commas between the constraints behind the columns.
    """
    columns: list[Column] = []
    constraints: list[Constraint] = []
    for part in cursor.commas():
        if not constraints and not starts_constraint(part):
            columns.append(column(part))
        while starts_constraint(part):
            constraints.append(constraint(part))
        part.end()
    return tuple(columns), tuple(constraints)


def own_name(cursor: Cursor, *, temporary: bool) -> tuple[Name, bool]:
    """Read the name of a new object; in SQLite's schema `temp` it is temporary."""
    name = cursor.name()
    if cursor.dialect.name == "sqlite" and name.schema == "temp":
        return Name(name.name), True
    return name, temporary


def _options(cursor: Cursor) -> Iterator[tuple[str, str]]:
    """Read what follows the parentheses in SQLite."""
    while not cursor.done:
        yield cursor.one_of("WITHOUT ROWID", "STRICT").lower(), "true"
        if not cursor.done:
            cursor.expect(",")
            if cursor.done:
                raise cursor.unexpected()
