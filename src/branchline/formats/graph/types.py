"""SQLAlchemy's, Django's and Rails' names of types, as each dialect writes them."""

_POSTGRES = {
    "biginteger": "BIGINT",
    "binary": "BYTEA",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "datetimetz": "TIMESTAMP WITH TIME ZONE",
    "double": "DOUBLE PRECISION",
    "float": "DOUBLE PRECISION",
    "integer": "INTEGER",
    "interval": "INTERVAL",
    "json": "JSON",
    "jsonb": "JSONB",
    "numeric": "NUMERIC",
    "smallinteger": "SMALLINT",
    "string": "VARCHAR",
    "text": "TEXT",
    "time": "TIME",
    "uuid": "UUID",
}
_MYSQL = _POSTGRES | {
    "binary": "LONGBLOB",
    "boolean": "BOOL",
    "datetime": "DATETIME",
    "datetimetz": "DATETIME",
    "double": "DOUBLE",
    "float": "DOUBLE",
    "interval": "BIGINT",
    "jsonb": "JSON",
    "text": "LONGTEXT",
    "uuid": "CHAR(32)",
}
_SQLITE = _POSTGRES | {
    "binary": "BLOB",
    "datetime": "DATETIME",
    "datetimetz": "DATETIME",
    "double": "REAL",
    "float": "REAL",
    "interval": "BIGINT",
    "json": "TEXT",
    "jsonb": "TEXT",
    "uuid": "CHAR(32)",
}
_TSQL = _POSTGRES | {
    "binary": "VARBINARY(MAX)",
    "boolean": "BIT",
    "datetime": "DATETIME2",
    "datetimetz": "DATETIMEOFFSET",
    "double": "FLOAT",
    "float": "FLOAT",
    "interval": "BIGINT",
    "json": "NVARCHAR(MAX)",
    "jsonb": "NVARCHAR(MAX)",
    "text": "NVARCHAR(MAX)",
    "uuid": "UNIQUEIDENTIFIER",
}
_TYPES = {"mysql": _MYSQL, "mariadb": _MYSQL, "sqlite": _SQLITE, "tsql": _TSQL}
_SIZED = frozenset({"string", "numeric"})


def type_name(word: str, dialect: str, *sizes: int) -> str:
    """Write a type, with its sizes where it takes some; empty for a word that is not known."""
    found = _TYPES.get(dialect, _POSTGRES).get(word, "")
    if not found or word not in _SIZED:
        return found
    if not sizes and word == "string" and dialect in {"mysql", "mariadb"}:
        return "VARCHAR(255)"
    return f"{found}({', '.join(map(str, sizes))})" if sizes else found
