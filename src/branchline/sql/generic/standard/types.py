"""Types of SQL Server, Oracle and standard SQL, in one spelling each.

An argument that is no number (`max`, Oracle's `*`) stands in `values`.
"""

from branchline.model.operations.base import SqlType
from branchline.sql.generic.cursor import Cursor


def sql_type(cursor: Cursor) -> SqlType:
    """Read a type with its arguments."""
    schema, name = "", ""
    for phrase, known in _PHRASES.items():
        if cursor.skip(phrase):
            name = known
            break
    else:
        found = cursor.name()
        name, schema = found.name.lower(), found.schema.lower()
        cursor.skip("% TYPE", "% ROWTYPE")
    arguments, values = _arguments(cursor) if cursor.sees("(") else ((), ())
    if name == "interval":
        name = f"{name} {_fields(cursor)}".strip()
    if cursor.skip("WITH TIME ZONE"):
        name += " with time zone"
    elif cursor.skip("WITH LOCAL TIME ZONE"):
        name += " with local time zone"
    else:
        cursor.skip("WITHOUT TIME ZONE")
    aliases = cursor.dialect.types
    return SqlType(aliases.get(name, name), arguments, schema=schema, values=values)


def _arguments(cursor: Cursor) -> tuple[tuple[int, ...], tuple[str, ...]]:
    numbers: list[int] = []
    words: list[str] = []
    for part in cursor.inside().commas():
        sign = -1 if part.skip("-") else 1
        token = part.take()
        if token.kind not in {"number", "word", "name", "string"} and token.key != "*":
            part.at -= 1
            raise part.unexpected()
        part.skip("CHAR", "BYTE", ". ")
        if part.skip("."):
            part.identifier()
        part.end()
        if token.text.isascii() and token.text.isdecimal():
            numbers.append(sign * int(token.text[:9]))
        else:
            words.append(token.text.lower())
    return tuple(numbers), tuple(words)


def _fields(cursor: Cursor) -> str:
    words: list[str] = []
    while cursor.sees("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"):
        words.append(cursor.take().text.lower())
        if cursor.sees("("):
            cursor.inside()
    return " ".join(words)


_PHRASES = {
    "DOUBLE PRECISION": "double precision",
    "CHARACTER VARYING": "varchar",
    "CHAR VARYING": "varchar",
    "CHARACTER LARGE OBJECT": "clob",
    "BINARY LARGE OBJECT": "blob",
    "BINARY VARYING": "varbinary",
    "NATIONAL CHARACTER VARYING": "nvarchar",
    "NATIONAL CHAR VARYING": "nvarchar",
    "NATIONAL CHARACTER": "nchar",
    "NATIONAL CHAR": "nchar",
    "LONG RAW": "long raw",
    "LONG VARCHAR": "long varchar",
}
