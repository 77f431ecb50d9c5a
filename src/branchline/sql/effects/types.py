"""ALTER COLUMN TYPE: which changes PostgreSQL makes without touching a row.

A change is free when every old value already is a new one, bit for bit; an
index is built anew when the new type sorts by other rules. Source:
ATColumnChangeRequiresRewrite and CheckIndexCompatible, and `pg_cast` where
castmethod is `b`.
"""

import re
from enum import StrEnum

from branchline.model.operations.base import Column, Name, SqlType
from branchline.model.operations.tables import AlterColumnType
from branchline.model.schema import UserType
from branchline.model.value import replace
from branchline.sql.effects.cost import Scene


class Change(StrEnum):
    """What a new type costs; `REINDEX` keeps the rows and builds indexes anew.

    `PROBABLE` is a rewrite unless the column has the type already.
    """

    FREE = "free"
    REINDEX = "reindex"
    REWRITE = "rewrite"
    UNKNOWN = "unknown"
    PROBABLE = "probable"


def change(scene: Scene, column: Column | None, operation: AlterColumnType) -> Change:
    """Return what giving a column another type costs its table."""
    if operation.using is not None and not _trivial(operation):
        return Change.REWRITE
    if column is None or column.type is None:
        return Change.UNKNOWN if _reached_freely(scene, operation.type) else Change.PROBABLE
    old, _ = _base(scene, column.type)
    new, constrained = _base(scene, operation.type)
    same_domain = _key(scene, column.type) == _key(scene, operation.type)
    if constrained and not same_domain:
        return Change.REWRITE
    if _domain(scene, column.type) is not None and not same_domain:
        old = replace(old, arguments=())  # a domain's length is none of its values' own
    if column.collation != operation.collation:
        return max(_between(scene, old, new), Change.REINDEX, key=_ORDER.index)
    return _between(scene, old, new)


def may_fail(scene: Scene, column: Column | None, operation: AlterColumnType) -> bool:
    """Whether an old value may have no place in the new type."""
    if column is None or column.type is None:
        return True
    old, _ = _base(scene, column.type)
    new, constrained = _base(scene, operation.type)
    if constrained:
        return True
    if new.name in _TEXTS and new.array == old.array:
        return bool(new.arguments) and not _wider(old, new)
    rank = _WIDTHS.get(old.name, 9), _WIDTHS.get(new.name, 0)
    return not (old == new or (rank[0] <= rank[1] and not new.arguments))


def _reached_freely(scene: Scene, type_: SqlType) -> bool:
    """Whether some other type becomes this one without a touch of the rows."""
    new, constrained = _base(scene, type_)
    if new.array or constrained:
        return new.array
    return new.name in _REACHED or new.name.startswith("interval") or new.name in _OIDS


def _between(scene: Scene, old: SqlType, new: SqlType) -> Change:
    if _same(scene, old, new):
        return Change.FREE
    if old.array or new.array:
        loosened = old.array and new.array and old.name == new.name and not new.arguments
        return Change.FREE if loosened else Change.REWRITE
    if old.name.startswith("interval") and new.name.startswith("interval"):
        return _between_intervals(old, new)
    if old.name == new.name:
        return Change.FREE if _wider(old, new) else Change.REWRITE
    if (old.name, new.name) in _ZONES:
        free = scene.version >= _FREE_ZONES and _utc(scene) and _wider(old, new)
        return Change.REINDEX if free else Change.REWRITE
    return Change.REWRITE if new.arguments else _relabelled(old.name, new.name)


def _between_intervals(old: SqlType, new: SqlType) -> Change:
    """Fields are cut off below the last one of the type's name, and seconds by its precision."""
    last, kept = (max(_FIELDS.index(type_.name.split()[-1]), 1) for type_ in (old, new))
    whole = last > 1 or _full(old) <= _full(new)
    return Change.FREE if last >= kept and whole else Change.REWRITE


def _relabelled(old: str, new: str) -> Change:
    """Return what it costs to call the same bits by another type's name."""
    if (old, new) in _SORTED_ALIKE:
        return Change.FREE
    if (old, new) in _SORTED_APART:
        return Change.REINDEX
    if {old, new} <= _OIDS and not {old, new}.isdisjoint({"integer", "oid"}):
        return Change.REINDEX if "integer" in {old, new} else Change.FREE
    return Change.REWRITE


def _same(scene: Scene, old: SqlType, new: SqlType) -> bool:
    return (
        _key(scene, old) == _key(scene, new) and old.array == new.array and _full(old) == _full(new)
    )


def _wider(old: SqlType, new: SqlType) -> bool:
    """Whether the new type, of the same kind, holds all that the old one does."""
    if not new.arguments:
        return True
    given, room = _full(old), _full(new)
    if old.name == "numeric":
        return bool(given) and given[1:] == room[1:] and given[0] <= room[0]
    if old.name in _GROWING and given:
        return len(given) == len(room) and given[:-1] == room[:-1] and given[-1] <= room[-1]
    return False


def _full(type_: SqlType) -> tuple[int, ...]:
    """Return the arguments with those that the server adds."""
    given = type_.arguments
    if type_.name == "numeric" and len(given) == 1:
        return (*given, 0)
    if not given and (type_.name in _CLOCKS or type_.name.startswith("interval")):
        return (_MICROSECONDS,)
    return given


def _base(scene: Scene, type_: SqlType) -> tuple[SqlType, bool]:
    """Return the type under a domain, and whether a constraint stands over it."""
    constrained = False
    for _ in range(_DEEPEST):
        domain = _domain(scene, type_)
        if domain is None or domain.base is None:
            break
        constrained = constrained or bool(domain.constraints)
        type_ = domain.base
    return type_, constrained


def _domain(scene: Scene, type_: SqlType) -> UserType | None:
    return None if type_.array else scene.catalog.types.get(_key(scene, type_))


def _key(scene: Scene, type_: SqlType) -> str:
    return scene.key(Name(type_.name, type_.schema))


def _trivial(operation: AlterColumnType) -> bool:
    """Whether USING says what the server would do by itself: the column, or its cast."""
    text = operation.using.text if operation.using is not None else ""
    column = re.escape(operation.column)
    plain = re.fullmatch(rf'\(*"?{column}"?\)*(?:\s*::\s*([^:]+?))?\)*', text, re.IGNORECASE)
    cast = re.fullmatch(rf'cast\s*\(\s*"?{column}"?\s+as\s+([^:]+)\)', text, re.IGNORECASE)
    found = plain or cast
    if found is None:
        return False
    return found[1] is None or found[1].lower().split("(")[0].strip() in _spellings(operation.type)


def _spellings(type_: SqlType) -> set[str]:
    return {type_.name, *_ALIASES.get(type_.name, ())}


def _utc(scene: Scene) -> bool:
    zone = scene.situation.setting("timezone")
    return zone is not None and zone.lower() in {"utc", "gmt", "etc/utc", "z", "zulu", "0", "uct"}


_ORDER = (Change.FREE, Change.REINDEX, Change.UNKNOWN, Change.PROBABLE, Change.REWRITE)
_DEEPEST = 32  # domains over domains
_MICROSECONDS = 6
_FREE_ZONES = 12  # the version that learnt to keep a timestamp in UTC
_CLOCKS = {"timestamp", "timestamptz", "time", "timetz", "interval"}
# The fields of an interval, the last that a type keeps; a plain `interval` keeps all.
_FIELDS = ("interval", "second", "minute", "hour", "day", "month", "year")
_GROWING = {"varchar", "varbit", *_CLOCKS}
_TEXTS = {"varchar", "text", "citext"}
_ZONES = {("timestamp", "timestamptz"), ("timestamptz", "timestamp")}
_SORTED_ALIKE = {
    ("varchar", "text"),
    ("text", "varchar"),
    ("xml", "text"),
    ("xml", "varchar"),
    ("cidr", "inet"),
}
_SORTED_APART = {
    ("bit", "varbit"),
    ("text", "char"),
    ("varchar", "char"),
    ("citext", "text"),
    ("citext", "varchar"),
    ("text", "citext"),
    ("varchar", "citext"),
}
_OIDS = {
    "integer",
    "oid",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
}
# Types that others, or narrower ones of their own name, become for free.
_REACHED = {"text", "citext", "char", "numeric", "inet", *_GROWING} | {
    new for _, new in (*_SORTED_ALIKE, *_SORTED_APART, *_ZONES)
}
_WIDTHS = {"smallint": 0, "integer": 1, "bigint": 2, "numeric": 3}
_ALIASES = {
    "varchar": ("character varying",),
    "char": ("character", "bpchar"),
    "integer": ("int", "int4"),
    "bigint": ("int8",),
    "smallint": ("int2",),
    "numeric": ("decimal",),
    "boolean": ("bool",),
    "timestamptz": ("timestamp with time zone",),
    "timestamp": ("timestamp without time zone",),
    "double precision": ("float8", "float"),
    "real": ("float4",),
}
