"""Types as column definitions write them, in one spelling per dialect."""

from branchline.model.operations.base import SqlType
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.lexer import Token
from branchline.sql.generic.numbers import numbers


def sqlite_type(cursor: Cursor) -> SqlType | None:
    """Read SQLite's type: any words that no constraint begins with, or none at all."""
    words: list[str] = []
    while _names_type(cursor.peek()) and not cursor.sees(*_SQLITE_CLAUSES):
        words.append(cursor.take().text.lower())
    if not words:
        return None
    arguments = numbers(cursor.inside()) if cursor.sees("(") else ()
    name = " ".join(words)
    return SqlType(cursor.dialect.types.get(name, name), arguments)


def _names_type(token: Token) -> bool:
    return token.kind in {"word", "name", "string"}


_SQLITE_CLAUSES = (
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED ALWAYS",
    "AS",
    "ON",
    "AUTOINCREMENT",
    "DEFERRABLE",
)
