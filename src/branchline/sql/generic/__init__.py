"""Statements of every server but PostgreSQL: SQLite, MySQL, MariaDB, SQL Server, Oracle.

What has a fixed form is read token by token; expressions, queries and changes
of rows are sqlglot's, which is imported only for them.
"""

from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.dialects import dialect as dialect_of
from branchline.sql.generic.lexer import tokens
from branchline.sql.generic.readers import Table, chosen
from branchline.sql.generic.refused import Refused
from branchline.sql.generic.shorten import shorten
from branchline.sql.parsed import Parsed


def read(text: str, dialect: str) -> Parsed:
    """Return what one statement does; a dialect that is not known is read as standard SQL.

    Any text has an answer: what cannot be read comes back as an error.
    """
    short = shorten(text, dialect)
    try:
        cursor = Cursor(short.text, tokens(short.text, dialect), dialect_of(dialect))
        while not cursor.done and cursor.tokens[cursor.stop - 1].key == ";":
            cursor.stop -= 1
        if cursor.done:
            return Parsed()
        found = tuple(chosen(cursor, _readers(dialect))(cursor))
        cursor.end()
    except Refused as refused:
        return Parsed(error=refused.message, offset=short.original(refused.offset))
    except (RecursionError, MemoryError):
        return Parsed(error="nested too deeply to be judged")
    return Parsed(found)


def _readers(dialect: str) -> Table:
    if dialect == "sqlite":
        from branchline.sql.generic.sqlite import READERS as SQLITE

        return SQLITE
    if dialect in {"mysql", "mariadb"}:
        from branchline.sql.generic.mysql import READERS as MYSQL

        return MYSQL
    if dialect == "tsql":
        from branchline.sql.generic.tsql import READERS as TSQL

        return TSQL
    if dialect == "oracle":
        from branchline.sql.generic.oracle import READERS as ORACLE

        return ORACLE
    from branchline.sql.generic.standard import READERS

    return READERS
