"""Statements that PostgreSQL runs outside transactions only: what a database shows of them.

Only such statements come here, and only after the server said so.
"""

import re

from branchline.model.regex import regex
from branchline.model.value import value


@value
class Concurrent:
    """What tells whether a statement took effect.

    `query` finds, with `names`, what it `makes`, or else drops; empty where
    nothing tells. `repeatable` statements do no harm a second time. `index` is
    one that may be left invalid, as the statement names it.
    """

    query: str = ""
    names: tuple[str, ...] = ()
    makes: bool = True
    repeatable: bool = False
    concurrently: bool = False
    index: str = ""


def concurrent(statement: str) -> Concurrent:
    """Return what is known of a statement."""
    text = _COMMENT.sub(" ", statement)
    if found := _CREATE_INDEX.match(text):
        name = _beside(found["index"] or "", found["table"])
        return Concurrent(_VALID if name else "", (name,), concurrently=True, index=name)
    if found := _DROP_INDEX.match(text):
        return Concurrent(_REGCLASS, (found["index"],), makes=False, concurrently=True)
    if found := _DATABASE.match(text):
        makes = found["verb"].lower() == "create"
        return Concurrent(_NAMED_DATABASE, (_plain(found["name"]),), makes=makes)
    if found := _VALUE.match(text):
        return Concurrent(_ENUM, (found["type"], found["value"].replace("''", "'")))
    return Concurrent(
        repeatable=bool(_REPEATABLE.match(text)), concurrently="concurrently" in text.lower()
    )


def _beside(index: str, table: str) -> str:
    """Return the name of an index with the schema of its table, where that has one."""
    schema = re.match(rf"({_PART})\s*\.", table)
    return f"{schema[1]}.{index}" if index and schema else index


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()


_PART = r'(?:"(?:[^"]|"")+"|[^\s".(;]+)'
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})?"
_COMMENT = regex(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_CREATE_INDEX = regex(
    rf"\s*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?"
    rf"(?:(?!on\s)(?P<index>{_PART})\s+)?on\s+(?:only\s+)?(?P<table>{_NAME})",
    re.IGNORECASE,
)
_DROP_INDEX = regex(
    rf"\s*drop\s+index\s+concurrently\s+(?:if\s+exists\s+)?(?P<index>{_NAME})\s*"
    r"(?:restrict\s*|cascade\s*)?;?\s*$",
    re.IGNORECASE,
)
_DATABASE = regex(
    rf"\s*(?P<verb>create|drop)\s+database\s+(?:if\s+exists\s+)?(?P<name>{_PART})", re.IGNORECASE
)
_VALUE = regex(
    rf"\s*alter\s+type\s+(?P<type>{_NAME})\s+add\s+value\s+(?:if\s+not\s+exists\s+)?"
    r"'(?P<value>(?:[^']|'')+)'",
    re.IGNORECASE,
)
_REPEATABLE = regex(
    r"\s*(?:vacuum|analyze|reindex|cluster|alter\s+system|refresh|checkpoint)\b", re.IGNORECASE
)
_VALID = "SELECT 1 AS yes FROM pg_index WHERE indexrelid = to_regclass(?) AND indisvalid"
_REGCLASS = "SELECT 1 AS yes WHERE to_regclass(?) IS NOT NULL"
_NAMED_DATABASE = "SELECT 1 AS yes FROM pg_database WHERE datname = ?"
_ENUM = "SELECT 1 AS yes FROM pg_enum WHERE enumtypid = to_regtype(?)::oid AND enumlabel = ?"
