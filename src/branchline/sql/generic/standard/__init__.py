"""Statements of standard SQL, for a dialect that has no reader of its own."""

from branchline.sql.generic import rows
from branchline.sql.generic.readers import Table
from branchline.sql.generic.standard import alter, indexes, objects, session, tables

COMMON: Table = (
    (("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "MERGE", "("), rows.change),
    (
        tuple(
            f"CREATE {kind}TABLE"
            for kind in ("", "GLOBAL TEMPORARY ", "PRIVATE TEMPORARY ", "LOCAL TEMPORARY ")
        ),
        tables.create_table,
    ),
    (("CREATE TEMPORARY TABLE", "CREATE TEMP TABLE", "CREATE IMMUTABLE"), tables.create_table),
    (("DROP TABLE",), tables.drop_table),
    (("TRUNCATE",), tables.truncate),
    (
        tuple(
            f"CREATE {unique}{kind}INDEX"
            for unique in ("", "UNIQUE ")
            for kind in ("", "CLUSTERED ", "NONCLUSTERED ", "BITMAP ", "COLUMNSTORE ")
        ),
        indexes.create_index,
    ),
    (
        tuple(f"CREATE {kind} COLUMNSTORE INDEX" for kind in ("CLUSTERED", "NONCLUSTERED")),
        indexes.create_index,
    ),
    (("CREATE SPATIAL INDEX", "CREATE XML INDEX"), indexes.create_index),
    (("ALTER INDEX",), indexes.alter_index),
    (("DROP INDEX",), indexes.drop_index),
    (("COMMIT",), session.commit),
    (("ROLLBACK",), session.rollback),
    (("SAVEPOINT", "RELEASE", "SAVE TRANSACTION", "SAVE TRAN"), session.savepoint),
    (("LOCK TABLE",), session.lock_table),
    (("CALL",), session.call),
    (("GRANT",), session.grant),
    (("REVOKE",), session.revoke),
    (("COMMENT ON",), objects.comment),
    (("EXPLAIN", "DENY"), session.other),
)
READERS: Table = (
    *COMMON,
    (("ALTER TABLE",), alter.alter_table),
    (("BEGIN", "START TRANSACTION"), session.begin),
    (("END",), session.commit),
    (("SET",), session.setting),
    (("CREATE",), objects.create),
    (("ALTER",), objects.alter),
    (("DROP",), objects.drop),
)
