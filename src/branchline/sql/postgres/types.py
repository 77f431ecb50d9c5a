"""Types in one spelling each.

`integer bigint smallint real "double precision" numeric boolean varchar char
timestamp timestamptz time timetz` whatever alias was written; `serial` and its
kin stay, for they are more than a type. `char` without a length has the
server's length of 1; the one-byte type of the catalogues is `"char"`, quotes
included. An interval's fields belong to its name: `interval day to second`.
"""

from branchline.model.operations.base import Name, SqlType
from branchline.sql.postgres.tree import Node, plain, strings

UNKNOWN = SqlType("")


def sql_type(body: Node) -> SqlType:
    """Return the type that a TypeName spells.

    Arguments that are no numbers (PostGIS's `geometry(point, 4326)`) stand in
    `values`.
    """
    parts = strings(body.get("names", ()))
    if not parts:
        return UNKNOWN
    name, schema = _name(parts)
    modifiers = [plain(node) for node in body.get("typmods", ())]
    if name == "interval" and modifiers:
        name = _FIELDS.get(modifiers.pop(0), name)
    return SqlType(
        f"{name}%type" if body.get("pct_type") else name,
        tuple(int(text) for text in modifiers if _whole(text)),
        array="arrayBounds" in body,
        schema=schema,
        values=tuple(text for text in modifiers if not _whole(text)),
    )


def type_name(body: Node) -> Name:
    """Return the name of a user's type."""
    found = sql_type(body)
    return Name(found.name, found.schema)


def _name(parts: tuple[str, ...]) -> tuple[str, str]:
    name = parts[-1]
    schema = parts[-2] if len(parts) > 1 else ""
    if schema not in {"", "pg_catalog"}:
        return name, schema
    return ('"char"' if name == "char" else _ALIASES.get(name, name)), ""


def _whole(text: str) -> bool:
    return text.lstrip("-").isdecimal()


_ALIASES = {
    "bool": "boolean",
    "bpchar": "char",
    "float4": "real",
    "float8": "double precision",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "serial2": "smallserial",
    "serial4": "serial",
    "serial8": "bigserial",
}
# The bits of INTERVAL_MASK in PostgreSQL's utils/timestamp.h.
_FIELDS = {
    "4": "interval year",
    "2": "interval month",
    "8": "interval day",
    "1024": "interval hour",
    "2048": "interval minute",
    "4096": "interval second",
    "6": "interval year to month",
    "1032": "interval day to hour",
    "3080": "interval day to minute",
    "7176": "interval day to second",
    "3072": "interval hour to minute",
    "7168": "interval hour to second",
    "6144": "interval minute to second",
}
