"""MySQL's types in one spelling each; a name that no server knows is refused.

`boolean` is `tinyint(1)` to the server, and so it is here. `serial` stays: it
is more than a type.
"""

import re

from branchline.model.operations.base import SqlType
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.numbers import numbers


def sql_type(cursor: Cursor) -> SqlType:
    """Read a type with its arguments and its character set."""
    name, arguments, charset = _name(cursor)
    values: tuple[str, ...] = ()
    if name in {"enum", "set"}:
        values = _strings(cursor.inside())
    elif cursor.sees("("):
        arguments = numbers(cursor.inside())
    unsigned = False
    while True:
        if cursor.skip("UNSIGNED", "ZEROFILL"):
            unsigned = True
        elif cursor.skip("CHARACTER SET", "CHARSET"):
            cursor.skip("=")
            charset = cursor.word().lower()
        elif cursor.skip("ASCII", "UNICODE", "BYTE"):
            charset = _BYTES[cursor.tokens[cursor.at - 1].key]
        elif not cursor.skip("SIGNED", "BINARY"):
            break
    return SqlType(name, arguments, values=values, unsigned=unsigned, charset=charset)


def _name(cursor: Cursor) -> tuple[str, tuple[int, ...], str]:
    charset = "utf8mb3" if cursor.skip("NATIONAL") else ""
    for phrase, name in _PHRASES.items():
        if cursor.skip(phrase):
            return name, (), charset
    token = cursor.peek()
    name = token.text.lower()
    if token.kind != "word" or (name not in _TYPES and name not in _ALIASES):
        raise cursor.unexpected()
    cursor.take()
    if name in {"bool", "boolean"}:
        return "tinyint", (1,), ""
    if name in {"nchar", "nvarchar"}:
        return name[1:], (), "utf8mb3"
    return _ALIASES.get(name, name), (), charset


def _strings(cursor: Cursor) -> tuple[str, ...]:
    found = []
    for part in cursor.commas():
        token = part.take()
        if token.kind != "string":
            part.at -= 1
            raise part.unexpected()
        part.end()
        found.append(token.text)
    return tuple(found)


_BYTES = {"ASCII": "latin1", "UNICODE": "ucs2", "BYTE": "binary"}
_PHRASES = {
    "CHARACTER VARYING": "varchar",
    "CHAR VARYING": "varchar",
    "DOUBLE PRECISION": "double",
    "LONG VARCHAR": "mediumtext",
    "LONG VARBINARY": "mediumblob",
}
_ALIASES = {
    "integer": "int",
    "int1": "tinyint",
    "int2": "smallint",
    "int3": "mediumint",
    "int4": "int",
    "int8": "bigint",
    "middleint": "mediumint",
    "dec": "decimal",
    "numeric": "decimal",
    "fixed": "decimal",
    "real": "double",
    "float4": "float",
    "float8": "double",
    "character": "char",
    "varcharacter": "varchar",
    "long": "mediumtext",
    "nchar": "char",
    "nvarchar": "varchar",
    "bool": "tinyint",
    "boolean": "tinyint",
    "geomcollection": "geometrycollection",
}
_TYPES = frozenset(
    re.findall(
        r"\w+",
        """
    tinyint smallint mediumint int bigint decimal float double bit serial date time
    datetime timestamp year char varchar binary varbinary tinyblob blob mediumblob
    longblob tinytext text mediumtext longtext enum set json geometry point linestring
    polygon multipoint multilinestring multipolygon geometrycollection inet4 inet6 uuid
    vector
    """,
    )
)
