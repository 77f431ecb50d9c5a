"""Names as Liquibase writes them: in quotes where they need them, and only there."""

import re
from functools import lru_cache

from branchline.formats.liquibase.rendering.words import reserved
from branchline.model.regex import regex

_KEPT = 4096


@lru_cache(_KEPT)
def name(text: str, dialect: str) -> str:
    """Write one name."""
    if not _needs_quotes(text, dialect):
        return text
    start, end = _QUOTES.get(dialect, ('"', '"'))
    return f"{start}{text.replace(end, end * 2)}{end}"


def names(text: str, dialect: str) -> str:
    """Write a list of names, as it stands in one attribute."""
    return ", ".join(name(part.strip(), dialect) for part in text.split(","))


def qualified(schema: str, text: str, dialect: str) -> str:
    """Write a name with its schema, if it has one."""
    own = name(text, dialect)
    return f"{name(schema, dialect)}.{own}" if schema else own


def string(text: str, dialect: str) -> str:
    """Write a string."""
    escaped = text.replace("'", "''")
    if dialect in {"mysql", "mariadb"}:
        escaped = escaped.replace("\\", "\\\\")
    return f"'{escaped}'"


_QUOTES = {"mysql": ("`", "`"), "mariadb": ("`", "`"), "tsql": ("[", "]")}
_ODD = regex(r"[^\w$#]|^[0-9]", re.ASCII)
_UPPER = regex(r"[A-Z]")
_LOWER = regex(r"[a-z]")


def _needs_quotes(text: str, dialect: str) -> bool:
    if "(" in text:
        return False  # an expression
    if dialect == "postgres" and _UPPER.search(text) and _LOWER.search(text):
        return True
    return _ODD.search(text) is not None or text.upper() in reserved(dialect)
