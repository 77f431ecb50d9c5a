"""Values and defaults, as each database writes them.

Source: liquibase-core 4.29.0, `DataTypeFactory` and `SqlUtil`; asked of the engine.
"""

from collections.abc import Callable, Mapping

from branchline.formats.liquibase.changes import Column
from branchline.formats.liquibase.rendering.names import name, string
from branchline.formats.liquibase.rendering.types import data_type
from branchline.model.regex import regex


class UnrenderedError(Exception):
    """Only Liquibase can write it: why."""


def literal(column: Column, dialect: str) -> str:
    """Return what a column of a row is set to."""
    said = column.fields
    if said.get("valueClobFile") or said.get("valueBlobFile"):
        raise UnrenderedError("takes a value from a file")
    for field, write in _VALUES.items():
        if (text := said.get(field)) is not None:
            return write(text, dialect)
    return "NULL"


def has_value(column: Column) -> bool:
    """Whether `addColumn` would fill rows."""
    return any(name_.startswith("value") for name_ in column.fields)


def default(column: Column, dialect: str) -> str | None:
    """Return the default of a column, None without one."""
    said = column.fields
    kind = data_type(said.get("type", ""), dialect).kind
    if text := said.get("defaultValueSequenceNext"):
        return _next(text, dialect)
    for field in ("defaultValue", "defaultValueNumeric"):
        if (text := said.get(field)) is not None:
            return _plain(text, kind, dialect)
    if (text := said.get("defaultValueBoolean")) is not None:
        return _plain(text, kind, dialect) if kind in {"text", "boolean"} else text
    if (text := said.get("defaultValueDate")) is not None:
        timed = kind in {"time", "text"}
        return moment(text, dialect) if timed else text.replace("T", " ")
    text = said.get("defaultValueComputed")
    return None if text is None else computed(text, dialect)


def boolean(text: str, dialect: str) -> str:
    """Return a switch."""
    if dialect == "postgres":
        return text.upper()
    return "1" if text == "true" else "0"


def moment(text: str, dialect: str) -> str:
    """Return a date, a time or both."""
    spaced = text.replace("T", " ")
    if dialect == "tsql":
        return f"'{text}'"
    if dialect != "oracle":
        return f"'{spaced}'"
    if "." in spaced:
        return f"TO_TIMESTAMP('{spaced}', 'YYYY-MM-DD HH24:MI:SS.FF')"
    day, time = "YYYY-MM-DD", "HH24:MI:SS"
    shape = f"{day} {time}" if " " in spaced else time if ":" in spaced else day
    return f"TO_DATE('{spaced}', '{shape}')"


def computed(text: str, dialect: str) -> str:
    """Return what the database computes, the present moment in its own words."""
    low = text.lower()
    if dialect in {"mysql", "mariadb"}:
        precise = _PRECISE.fullmatch(low)
        return f"NOW({precise[1]})" if precise else "NOW()" if low in _NOW else text
    if dialect == "postgres" and low == "now()":
        return "NOW()"
    if not low.startswith("current_timestamp"):
        return text
    if dialect == "oracle":
        return text if low == "current_timestamp" else "SYSTIMESTAMP"
    return _MOMENTS.get(dialect, text)


def _next(text: str, dialect: str) -> str:
    return _sequence(text, dialect, "nextval", "NEXT VALUE FOR")


def _current(text: str, dialect: str) -> str:
    return _sequence(text, dialect, "currval", "PREVIOUS VALUE FOR")


def _sequence(text: str, dialect: str, function: str, words: str) -> str:
    if dialect == "postgres":
        return f"{function}({string(text, dialect)})"
    if dialect == "oracle":
        return f"{name(text, dialect)}.{function}"
    if dialect == "mariadb" or (dialect == "tsql" and words.startswith("NEXT")):
        return f"{words} {name(text, dialect)}"
    raise UnrenderedError("asks for a sequence, which this database has not")


def _text(text: str, dialect: str) -> str:
    return "NULL" if text.upper() == "NULL" else string(text, dialect)


_VALUES: Mapping[str, Callable[[str, str], str]] = {
    "valueNumeric": lambda text, _: text,
    "valueBoolean": boolean,
    "valueDate": moment,
    "valueComputed": computed,
    "valueSequenceNext": _next,
    "valueSequenceCurrent": _current,
    "value": _text,
}
_MOMENTS = {"postgres": "NOW()", "sqlite": "CURRENT_TIMESTAMP", "tsql": "GETDATE()"}
_NOW = frozenset({"current_timestamp", "current_timestamp()", "now()"})
_PRECISE = regex(r"current_timestamp\(([0-9])\)")
_CALL = regex(r"\w+\([^\x00]*\)")


def _plain(text: str, kind: str, dialect: str) -> str:
    if text.upper() == "NULL":
        return "null"
    if kind == "boolean":
        low = text.lower()
        if low in {"true", "1", "t"}:
            return boolean("true", dialect)
        return boolean("false", dialect) if low in {"false", "0", "f"} else text
    if kind == "number":
        return text
    if kind == "time" and (
        _CALL.fullmatch(text)
        or (text.upper() == "CURRENT_TIMESTAMP" and dialect in {"sqlite", "oracle"})
    ):
        return text
    return string(text, dialect)
