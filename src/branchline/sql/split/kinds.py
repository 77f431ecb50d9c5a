"""Which statements of a dialect have a body with `;` inside, and how it is read.

A mode names the reader in `bodies`: `psm` (standard SQL/PSM: MySQL, MariaDB,
SQLite triggers), `plsql`, `tsql`, `atomic` (PostgreSQL's `BEGIN ATOMIC`),
`batch` (to the separating line), `rule` (PostgreSQL's `CREATE RULE`), `copy`,
`plain` (no body), `head` (the next words tell).
"""

import re
from collections.abc import Mapping
from functools import cache

from branchline.model.regex import regex
from branchline.model.value import value


@value
class Kinds:
    """The modes by a statement's first word, and by what a `CREATE` creates.

    `otherwise` is the mode of all other statements; `impossible` is what cannot
    follow a `;` inside a body, so that it shows a body that was never closed.
    """

    first: Mapping[str, str]
    created: Mapping[str, str]
    impossible: re.Pattern[str] | None = None
    otherwise: str = "plain"


@cache
def kinds(dialect: str) -> Kinds:
    """Return the kinds of a dialect; an unknown one has the bodies of standard SQL."""
    routines = dict.fromkeys(("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"), "psm")
    head = {"CREATE": "head", "ALTER": "head"}
    definition = regex(_LINES + r"(?:CREATE|ALTER|DROP|GRANT|REVOKE)\b", re.IGNORECASE)
    match dialect:
        case "postgres":
            created = {"FUNCTION": "atomic", "PROCEDURE": "atomic", "RULE": "rule"}
            return Kinds({"CREATE": "head", "COPY": "copy"}, created, definition)
        case "sqlite":
            return Kinds({"CREATE": "head"}, {"TRIGGER": "psm"}, definition)
        case "oracle":
            names = ("PROCEDURE", "FUNCTION", "TRIGGER", "PACKAGE", "BODY")
            created = {**dict.fromkeys(names, "plsql"), "JAVA": "batch"}
            first = {"CREATE": "head", "DECLARE": "plsql", "BEGIN": "plsql"}
            return Kinds(first, created, definition)
        case "tsql":
            created = dict.fromkeys(("PROC", "PROCEDURE", "FUNCTION", "TRIGGER"), "batch")
            return Kinds(head, created, otherwise="tsql")
    compound = dict.fromkeys(("BEGIN", "IF", "LOOP", "WHILE", "REPEAT", "FOR", "CASE"), "psm")
    first = {**head, **compound} if dialect in {"mysql", "mariadb"} else head
    return Kinds(first, routines, regex(_LINES + _ROUTINE, re.IGNORECASE))


_LINES = r"(?:[ \t\f\v]*+(?:--[^\r\n]*+)?[\r\n])++[ \t]*+"
_ROUTINE = (
    r"CREATE\s++(?:OR\s++REPLACE\s++)?(?:DEFINER\s*+=\s*+\S++\s++)?"
    r"(?:PROCEDURE|FUNCTION|TRIGGER|EVENT)\b"
)
