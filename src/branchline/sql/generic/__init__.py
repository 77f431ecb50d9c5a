"""Statements of every server but PostgreSQL: SQLite, MySQL, MariaDB, SQL Server, Oracle.

What has a fixed form is read token by token; expressions, queries and changes
of rows are sqlglot's, which is imported only for them.
"""

from branchline.sql.generic import sqlite
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.dialects import dialect as dialect_of
from branchline.sql.generic.lexer import tokens
from branchline.sql.generic.refused import Refused
from branchline.sql.parsed import Parsed


def read(text: str, dialect: str) -> Parsed:
    """Return what one statement does; any other dialect is read as standard SQL.

    Any text has an answer: what cannot be read comes back as an error.
    """
    try:
        cursor = Cursor(text, tokens(text, dialect), dialect_of(dialect))
        if cursor.done:
            return Parsed()
        reader = sqlite.reader(cursor)
        found = tuple(reader(cursor))
        cursor.end()
    except Refused as refused:
        return Parsed(error=refused.message, offset=refused.offset)
    except (RecursionError, MemoryError):
        return Parsed(error="nested too deeply to be judged")
    return Parsed(found)
