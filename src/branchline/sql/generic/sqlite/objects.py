"""Views, triggers and the tables that a module of SQLite keeps."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import CreateTrigger, CreateView, DropTrigger, DropView
from branchline.model.operations.tables import CreateTable
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression
from branchline.sql.generic.rows import change, query
from branchline.sql.generic.sqlite.tables import own_name


def create_view(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE VIEW."""
    cursor.expect("CREATE")
    temporary = cursor.skip("TEMP", "TEMPORARY")
    cursor.expect("VIEW")
    guarded = cursor.skip("IF NOT EXISTS")
    name, temporary = own_name(cursor, temporary=temporary)
    columns = cursor.names() if cursor.sees("(") else ()
    cursor.expect("AS")
    found = query(cursor.rest())
    yield CreateView(
        name,
        temporary=temporary,
        if_not_exists=guarded,
        columns=columns or found.shape,
        reads=found.tables,
        star=found.star,
    )


def drop_view(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP VIEW."""
    cursor.expect("DROP VIEW")
    guarded = cursor.skip("IF EXISTS")
    yield DropView(cursor.name(), if_exists=guarded)


def create_trigger(cursor: Cursor) -> Iterator[Operation]:
    """Read SQLite's CREATE TRIGGER, and every statement of its body for its grammar alone."""
    cursor.expect("CREATE")
    cursor.skip("TEMP", "TEMPORARY")
    cursor.expect("TRIGGER")
    cursor.skip("IF NOT EXISTS")
    name = cursor.name()
    cursor.skip("BEFORE", "AFTER", "INSTEAD OF")
    if cursor.one_of("DELETE", "INSERT", "UPDATE") == "UPDATE" and cursor.skip("OF"):
        cursor.identifier()
        while cursor.skip(","):
            cursor.identifier()
    cursor.expect("ON")
    table = cursor.name()
    cursor.skip("FOR EACH ROW")
    if cursor.skip("WHEN"):
        expression(cursor.until("BEGIN"))
    cursor.expect("BEGIN")
    while True:
        part = cursor.until(";")
        cursor.expect(";")
        list(change(part))
        if cursor.skip("END"):
            break
    yield CreateTrigger(table, name.name)


def drop_trigger(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP TRIGGER."""
    cursor.expect("DROP TRIGGER")
    guarded = cursor.skip("IF EXISTS")
    yield DropTrigger(Name(""), cursor.name().name, if_exists=guarded)


def create_virtual_table(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE VIRTUAL TABLE; what stands in the parentheses is the module's own."""
    cursor.expect("CREATE VIRTUAL TABLE")
    guarded = cursor.skip("IF NOT EXISTS")
    name = cursor.name()
    cursor.expect("USING")
    module = cursor.identifier()
    if cursor.sees("("):
        cursor.inside()
    yield CreateTable(name, if_not_exists=guarded, options=(("using", module),))
