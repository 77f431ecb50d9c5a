"""Data types: Liquibase's own words for them, in each database's.

What it does not know stays as it is, in capitals. Source: liquibase-core 4.29.0,
`liquibase.datatype.core`, asked for every type below.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from branchline.model.regex import regex

_KEPT = 4096


class DataType(NamedTuple):
    """A type as it is written; `kind` is text, number, boolean, time or other; `serial` counts."""

    text: str
    kind: str
    serial: bool = False


@lru_cache(_KEPT)
def data_type(said: str, dialect: str) -> DataType:
    """Read a type and write it for `dialect`."""
    match = _PARTS.fullmatch(said.strip().removeprefix("java.sql.Types."))
    if match is None:
        return DataType(said, "other")
    word, arguments = match["word"].lower(), _spaced(match["arguments"])
    rest = (match["rest"] or "").strip()
    if match["second"]:
        word = f"{word} {match['second'].strip().lower()}"
    known, kind = _KNOWN.get(word, (word.removesuffix("unsigned").strip(), "other"))
    text = _text(known, arguments, rest, match["word"].lower(), dialect)
    if text is None:
        shown = known if known != word else word
        text = _as_is(shown, arguments, rest, dialect)
    serial = match["word"].lower() in _SERIAL
    return DataType(text, kind, serial)


_PARTS = regex(
    r"(?P<word>[a-zA-Z_][\w\[\]]*)(?P<second>\s+(?:varying|precision)\b)?\s*(?:\(\s*(?P<arguments>[^()]*)\))?(?P<rest>[^()]*)",
    re.ASCII | re.IGNORECASE,
)
_SERIAL = frozenset({"serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"})
_LOWER_KEPT = frozenset({"date", "numeric", "time", "datetime", "timestamp"})


def _spaced(arguments: str | None) -> str:
    return "" if not arguments else ", ".join(part.strip() for part in arguments.split(","))


def _group(kind: str, words: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {each: (main, kind) for main, several in words.items() for each in several.split()}


_KNOWN: Mapping[str, tuple[str, str]] = {
    **_group(
        "number",
        {
            "int": "int integer int4 serial serial4",
            "bigint": "bigint int8 bigserial serial8",
            "smallint": "smallint int2 smallserial serial2",
            "tinyint": "tinyint",
            "mediumint": "mediumint",
            "decimal": "decimal",
            "number": "number numeric",
            "currency": "currency money",
            "float": "float",
            "double": "double",
            "real": "real",
        },
    ),
    "double precision": ("double precision", "number"),
    **_group("boolean", {"boolean": "boolean bool", "bit": "bit"}),
    **_group(
        "text",
        {
            "varchar": "varchar varchar2",
            "nvarchar": "nvarchar nvarchar2",
            "char": "char character",
            "nchar": "nchar",
            "clob": "clob longtext longvarchar longnvarchar",
            "nclob": "nclob",
            "ntext": "ntext",
            "text": "text",
            "mediumtext": "mediumtext",
            "tinytext": "tinytext",
        },
    ),
    "character varying": ("varchar", "text"),
    **_group(
        "other",
        {
            "blob": "blob",
            "longblob": "longblob longvarbinary",
            "image": "image",
            "mediumblob": "mediumblob",
            "tinyblob": "tinyblob",
            "binary": "binary",
            "varbinary": "varbinary",
            "uuid": "uuid uniqueidentifier",
            "xml": "xml",
        },
    ),
    **_group(
        "time",
        {
            "datetime": "datetime datetime2 smalldatetime",
            "timestamp": "timestamp timestamptz",
            "date": "date",
            "time": "time timetz",
        },
    ),
}

_TABLES: Mapping[str, Mapping[str, str]] = {
    # `{}` is for the arguments; without it they are dropped
    "postgres": {
        "double precision": "DOUBLE PRECISION",
        "int": "INTEGER", "bigint": "BIGINT", "smallint": "SMALLINT", "tinyint": "SMALLINT",
        "boolean": "BOOLEAN", "currency": "DECIMAL", "double": "DOUBLE PRECISION",
        "number": "numeric{}", "nvarchar": "VARCHAR{}", "clob": "TEXT", "nclob": "TEXT",
        "ntext": "TEXT", "text": "TEXT", "mediumtext": "TEXT", "tinytext": "TEXT", "blob": "OID",
        "longblob": "BYTEA", "image": "BYTEA", "mediumblob": "BYTEA", "tinyblob": "BYTEA",
        "binary": "BYTEA", "varbinary": "BYTEA", "uuid": "UUID", "date": "date",
    },
    "mysql": {
        "int": "INT", "bigint": "BIGINT", "smallint": "SMALLINT", "boolean": "TINYINT",
        "currency": "DECIMAL", "number": "numeric{}", "clob": "LONGTEXT", "ntext": "LONGTEXT",
        "nclob": "LONGTEXT CHARACTER SET utf8", "longblob": "LONGBLOB", "image": "LONGBLOB",
        "uuid": "char(36)", "xml": "LONGTEXT", "date": "date", "time": "time",
    },
    "sqlite": {
        "int": "INTEGER", "boolean": "BOOLEAN{}", "bit": "BOOLEAN{}", "currency": "REAL",
        "number": "NUMBER{}", "real": "FLOAT", "clob": "TEXT", "nclob": "TEXT", "ntext": "TEXT",
        "text": "TEXT", "mediumtext": "TEXT", "tinytext": "TEXT", "blob": "BLOB{}",
        "longblob": "BLOB{}", "image": "BLOB{}", "mediumblob": "BLOB{}", "tinyblob": "BLOB{}",
        "binary": "BLOB{}", "varbinary": "BLOB{}", "uuid": "TEXT", "xml": "TEXT", "date": "date",
        "datetime": "TEXT", "timestamp": "TEXT", "time": "time",
    },
    "tsql": {
        "double precision": "float(53)",
        "int": "int", "bigint": "bigint", "smallint": "smallint", "tinyint": "tinyint",
        "mediumint": "int", "boolean": "bit", "bit": "bit", "currency": "money",
        "double": "float(53)", "clob": "varchar(MAX)", "text": "varchar (max)",
        "mediumtext": "varchar(MAX)", "tinytext": "varchar(MAX)", "nclob": "nvarchar(MAX)",
        "ntext": "nvarchar (max)", "blob": "varbinary(MAX)", "longblob": "varbinary(MAX)",
        "image": "image", "mediumblob": "varbinary(MAX)", "tinyblob": "varbinary(MAX)",
        "uuid": "uniqueidentifier", "xml": "xml", "date": "date", "real": "real",
    },
    "oracle": {
        "double precision": "DOUBLE PRECISION",
        "int": "INTEGER", "bigint": "NUMBER(38, 0)", "smallint": "NUMBER(5)",
        "tinyint": "NUMBER(3)", "boolean": "BOOLEAN", "bit": "BOOLEAN",
        "currency": "NUMBER(15, 2)", "double": "DOUBLE PRECISION", "number": "NUMBER{}",
        "real": "FLOAT", "varchar": "VARCHAR2{}", "nvarchar": "NVARCHAR2{}", "clob": "CLOB",
        "nclob": "NCLOB", "ntext": "CLOB", "text": "CLOB", "mediumtext": "CLOB",
        "tinytext": "CLOB", "blob": "BLOB", "longblob": "BLOB", "image": "BLOB",
        "mediumblob": "BLOB", "tinyblob": "BLOB", "binary": "RAW{}", "varbinary": "RAW{}",
        "uuid": "RAW(16)", "xml": "XMLTYPE", "date": "date", "time": "DATE",
    },
}  # fmt: skip
_MARIADB = {"boolean": "TINYINT(1)", "uuid": "UUID"}
_OF_ONE = {"varchar": "varchar(1)", "char": "char(1)", "varbinary": "varbinary(1)"}


def _text(known: str, arguments: str, rest: str, word: str, dialect: str) -> str | None:
    table = "mysql" if dialect == "mariadb" else dialect
    found = _TABLES.get(table, {}).get(known)
    if dialect == "mariadb":
        found = _MARIADB.get(known, found)
    unsigned = rest if rest.lower().startswith("unsigned") and table == "mysql" else ""
    if found is not None:
        text = found.replace("{}", f"({arguments})" if arguments else "")
        if known == "bigint" and dialect == "sqlite":
            return None
        return f"{text} {unsigned}".rstrip()
    if known in {"datetime", "timestamp", "time"}:
        return _time(known, arguments, rest, word, dialect)
    return _server(known, arguments, word) if dialect == "tsql" else None


def _server(known: str, arguments: str, word: str) -> str | None:
    """Write what SQL Server has with arguments of its own."""
    if known in {"decimal", "number"}:
        inner = arguments or "18, 0"
        inner = inner if "," in inner else f"{inner}, 0"
        return f"{'decimal' if known == 'decimal' else 'numeric'}({inner})"
    if known == "float":
        return f"float({arguments or 53})"
    if known in _OF_ONE and not arguments:
        return _OF_ONE[known]
    inner = "MAX" if arguments.lower() == "max" else arguments.removesuffix(" char")
    shown = known if known in _KNOWN else word
    return f"{shown}({inner})" if inner else None


def _time(known: str, arguments: str, rest: str, word: str, dialect: str) -> str:
    sized = f"({arguments})" if arguments else ""
    if dialect == "postgres":
        zone = rest or ("WITH TIME ZONE" if word.endswith("tz") else "WITHOUT TIME ZONE")
        shown = "time" if known == "time" else "TIMESTAMP"
        if known == "time" and rest:
            zone = zone.upper()
        return f"{shown}{sized} {zone}"
    if dialect in {"mysql", "mariadb"}:
        return f"{known}{sized} {rest}".rstrip()
    if dialect == "tsql":
        if known == "timestamp":
            return f"datetime2{sized}"
        return word if known == "datetime" else f"time{sized}"
    if dialect == "oracle":
        zone = f" {rest}" if rest.lower().startswith("with ") else ""
        return f"TIMESTAMP{sized}{zone}"
    return _as_is(known, arguments, rest, dialect)


def _as_is(word: str, arguments: str, rest: str, dialect: str) -> str:
    shown = word.lower() if dialect == "tsql" or word in _LOWER_KEPT else word.upper()
    if dialect == "postgres" and word == "varchar":
        arguments = arguments.removesuffix(" char")
    if dialect == "oracle" and word not in _KNOWN and word != "raw":
        arguments = ""
    return f"{shown}{f'({arguments})' if arguments else ''} {rest}".rstrip()
