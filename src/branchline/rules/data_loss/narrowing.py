"""What no longer fits when a column gets another type.

Types go by the names that the readers of the dialects give them. A type
without a length holds as much as the server allows.
"""

import math

from branchline.model.operations import SqlType

LONGER = "longer values do not fit"
LARGER = "larger values do not fit"
NEGATIVE = "negative values do not fit"
FRACTIONS = "fractions are rounded away"
DIGITS = "digits are lost"
CLOCK = "the time of day is lost"
DAY = "the day is lost"
OTHERS = "values that are none do not fit"


def loss(old: SqlType, new: SqlType, dialect: str = "postgres") -> str:
    """Return what old values may lose, in words; empty when they all fit or nobody knows."""
    if old.array or new.array:
        return ""
    for compare in (_integers, _texts, _numbers, _clocks, _parsed):
        found = compare(old, new, dialect)
        if found:
            return found
    return ""


def room(type_: SqlType) -> float:
    """Return how many characters a type holds; 0 when it is no text, infinity without limit."""
    if type_.name in _LENGTHS:
        given = type_.arguments[0] if type_.arguments else _LENGTHS[type_.name]
        return given if given > 0 else math.inf
    return _FIXED.get(type_.name, 0)


def limits(type_: SqlType, dialect: str = "postgres") -> tuple[int, int] | None:
    """Return the least and the largest value of an integer type."""
    bits = _BITS.get(type_.name)
    if bits is None:
        return None
    if type_.unsigned or (dialect == "tsql" and type_.name == "tinyint"):
        return 0, 2**bits - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def _integers(old: SqlType, new: SqlType, dialect: str) -> str:
    before, after = limits(old, dialect), limits(new, dialect)
    if before is None or after is None:
        return ""
    if after[1] < before[1]:
        return LARGER
    return NEGATIVE if after[0] > before[0] else ""


def _texts(old: SqlType, new: SqlType, _: str) -> str:
    before, after = room(old), room(new)
    return LONGER if before and after and after < before else ""


def _numbers(old: SqlType, new: SqlType, dialect: str) -> str:
    if old.name in _FLOATS:
        if new.name in _BITS:
            return FRACTIONS
        smaller = _FLOATS.get(new.name, _FLOATS[old.name]) < _FLOATS[old.name]
        return DIGITS if smaller else ""
    before, after = _digits(old, dialect), _digits(new, dialect)
    if before is None or after is None:
        return ""
    if after[1] < before[1]:
        return FRACTIONS
    return LARGER if after[0] < before[0] else ""


def _digits(type_: SqlType, dialect: str) -> tuple[float, float] | None:
    """Return the digits before and behind the point."""
    found = limits(type_, dialect)
    if found is not None:
        return math.log10(found[1]), 0
    if type_.name not in _DECIMALS:
        return None
    precision, scale = (*type_.arguments, 0, 0)[:2]
    if not type_.arguments:
        precision = _PRECISIONS.get(dialect, 0)
    return (precision - scale, scale) if precision else (math.inf, math.inf)


def _clocks(old: SqlType, new: SqlType, dialect: str) -> str:
    if old.name in _MOMENTS and new.name == "date":
        return CLOCK
    if old.name in _MOMENTS and new.name in {"time", "timetz"}:
        return DAY
    if old.name != new.name or old.name not in {*_MOMENTS, "time", "timetz"}:
        return ""
    usual = 0 if dialect in {"mysql", "mariadb"} else 6
    before, after = (*old.arguments, usual)[0], (*new.arguments, usual)[0]
    return FRACTIONS if after < before else ""


def _parsed(old: SqlType, new: SqlType, _: str) -> str:
    made = new.name in _BITS or new.name in _DECIMALS or new.name in {"date", *_MOMENTS}
    return OTHERS if room(old) and made else ""


_BITS = {
    "tinyint": 8,
    "smallint": 16,
    "mediumint": 24,
    "integer": 32,
    "int": 32,
    "bigint": 64,
}
_FLOATS = {"real": 4, "float": 4, "double precision": 8, "double": 8}
_DECIMALS = {"numeric", "decimal", "number"}
_PRECISIONS = {"mysql": 10, "mariadb": 10, "tsql": 18}
_MOMENTS = {"timestamp", "timestamptz", "datetime", "datetime2", "datetimeoffset"}
# Characters without a length in the statement: 0 is no limit.
_LENGTHS = {
    "char": 1,
    "nchar": 1,
    "varchar": 0,
    "nvarchar": 0,
    "varchar2": 0,
    "nvarchar2": 0,
}
_FIXED = {
    "tinytext": 255,
    "mediumtext": 2**24,
    "longtext": math.inf,
    "text": math.inf,
    "citext": math.inf,
    "clob": math.inf,
    "ntext": math.inf,
}
