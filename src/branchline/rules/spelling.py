"""SQL as hints spell it: what is printed can be pasted and runs.

Names come folded from the parser, so a name that does not fold to itself, or
that the grammar wants for itself, has to be quoted again.
"""

from collections.abc import Callable

from branchline.model.operations import Key, Name
from branchline.model.operations.objects import CreateIndex


def quoted(name: Name | str, dialect: str = "postgres") -> str:
    """Return a name as SQL, in the dialect's quotes where it needs them."""
    if isinstance(name, Name):
        parts = (name.schema, name.name) if name.schema else (name.name,)
        return ".".join(quoted(part, dialect) for part in parts)
    left, right, folds = _QUOTES.get(dialect, _QUOTES["postgres"])
    plain = name.isascii() and name.isidentifier() and (name == folds(name))
    if plain and name.lower() not in RESERVED:
        return name
    return left + name.replace(right, right * 2) + right


def listed(names: tuple[str, ...]) -> str:
    """Return columns as SQL, in their order."""
    return ", ".join(quoted(name) for name in names)


def concurrent_index(create: CreateIndex) -> str:
    """Return the CREATE INDEX that leaves the table writable."""
    unique = "UNIQUE " if create.unique else ""
    name = f" {quoted(create.name)}" if create.name else ""
    method = f" USING {create.method}" if create.method not in {"", "btree"} else ""
    keys = ", ".join(_key(key) for key in create.keys)
    include = f" INCLUDE ({listed(create.include)})" if create.include else ""
    where = f" WHERE {create.where.text}" if create.where else ""
    return (
        f"CREATE {unique}INDEX CONCURRENTLY{name} ON {quoted(create.table)}{method}"
        f" ({keys}){include}{where}"
    )


def _key(key: Key) -> str:
    part = f"({key.expression.text})" if key.expression else quoted(key.column)
    collation = f" COLLATE {quoted(key.collation)}" if key.collation else ""
    operators = f" {key.operator_class}" if key.operator_class else ""
    return f"{part}{collation}{operators}{' DESC' if key.descending else ''}"


# The quotes of a dialect, and the letters to which a bare name folds.
_QUOTES: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "postgres": ('"', '"', str.lower),
    "oracle": ('"', '"', str.upper),
    "mysql": ("`", "`", str),
    "mariadb": ("`", "`", str),
    "tsql": ("[", "]", str),
    "sqlite": ('"', '"', str),
}
# Source: PostgreSQL's keyword list (SQL Key Words), those that are not bare names.
_WORDS = (
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check"
    " collate collation column concurrently constraint create cross current_catalog current_date"
    " current_role current_schema current_time current_timestamp current_user default deferrable"
    " desc distinct do else end except false fetch for foreign freeze from full grant group having"
    " ilike in initially inner intersect into is isnull join lateral leading left like limit"
    " localtime localtimestamp natural not notnull null offset on only or order outer overlaps"
    " placing primary references returning right select session_user similar some symmetric"
    " system_user table tablesample then to trailing true union unique user using variadic verbose"
    " when where window with"
)
RESERVED = frozenset(_WORDS.split())
"""The words that PostgreSQL takes for a name in quotes only."""
