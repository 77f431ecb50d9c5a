"""Statements of SQLite, as its own grammar takes them."""

from collections.abc import Iterator

from branchline.model.operations.base import Operation
from branchline.model.operations.session import Other
from branchline.sql.generic import rows
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.readers import Table, chosen
from branchline.sql.generic.sqlite import alter, indexes, objects, session, tables


def explain(cursor: Cursor) -> Iterator[Operation]:
    """Read EXPLAIN: the statement behind it is checked, and does not run."""
    cursor.expect("EXPLAIN QUERY PLAN", "EXPLAIN")
    list(chosen(cursor, READERS)(cursor))
    yield Other("explain")


READERS: Table = (
    (("SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH"), rows.change),
    (("CREATE TABLE", "CREATE TEMP TABLE", "CREATE TEMPORARY TABLE"), tables.create_table),
    (("CREATE INDEX", "CREATE UNIQUE INDEX"), indexes.create_index),
    (("CREATE VIEW", "CREATE TEMP VIEW", "CREATE TEMPORARY VIEW"), objects.create_view),
    (
        ("CREATE TRIGGER", "CREATE TEMP TRIGGER", "CREATE TEMPORARY TRIGGER"),
        objects.create_trigger,
    ),
    (("CREATE VIRTUAL TABLE",), objects.create_virtual_table),
    (("ALTER TABLE",), alter.alter_table),
    (("DROP TABLE",), tables.drop_table),
    (("DROP INDEX",), indexes.drop_index),
    (("DROP VIEW",), objects.drop_view),
    (("DROP TRIGGER",), objects.drop_trigger),
    (("BEGIN",), session.begin),
    (("COMMIT", "END"), session.commit),
    (("ROLLBACK",), session.rollback),
    (("SAVEPOINT", "RELEASE"), session.savepoint),
    (("PRAGMA",), session.pragma),
    (("VACUUM",), session.vacuum),
    (("ANALYZE",), session.analyze),
    (("REINDEX",), indexes.reindex),
    (("ATTACH",), session.attach),
    (("DETACH",), session.detach),
    (("EXPLAIN",), explain),
)
