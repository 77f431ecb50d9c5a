"""What Liquibase wants of a precondition in formatted SQL, before it asks any database.

Source: liquibase/liquibase, `FormattedSqlChangeLogParser`.
"""

import re

from branchline.model.regex import regex


def wrong_answers(said: str) -> str:
    """Say what is wrong with a `--preconditions` line; nothing when nothing is."""
    for name, pattern in _ANSWERS.items():
        found = pattern.fullmatch(said)
        allowed = _OUTPUTS if name in {"onSqlOutput", "onUpdateSQL"} else _ACTIONS
        if found and found[1].upper() not in allowed:
            return f"and {name} is one of {', '.join(allowed)}"
    if all(_ANSWERS[name].fullmatch(said) for name in ("onSqlOutput", "onUpdateSQL")):
        return "and onSqlOutput and onUpdateSQL are two names of one thing"
    return ""


def wrong_condition(name: str, body: str) -> str:
    """Say what is wrong with a `--precondition-NAME BODY` line; nothing when nothing is."""
    known = _BODIES.get(name)
    if known is None:
        return f"and Liquibase knows {', '.join(_BODIES)} only"
    return "" if known.fullmatch(body) else f"and Liquibase wants {_WANTED[name]}"


def _last(name: str) -> re.Pattern[str]:
    # The last `name:` with a word after it counts.
    return regex(rf".*{name}:(\w+).*", re.IGNORECASE | re.ASCII)


_ACTIONS = ("HALT", "CONTINUE", "MARK_RAN", "WARN")
_OUTPUTS = ("IGNORE", "TEST", "FAIL")
_ANSWERS = {name: _last(name) for name in ("onFail", "onError", "onSqlOutput", "onUpdateSQL")}
_BODIES = {
    "sql-check": regex(
        r"""(?:expectedResult:)?(?:\w++|'[^']++'|"[^"]++") .*""", re.IGNORECASE | re.ASCII
    ),
    "table-exists": regex(r".*table:\w.*", re.IGNORECASE | re.ASCII),
    "view-exists": regex(r".*view:\w.*", re.IGNORECASE | re.ASCII),
}
_WANTED = {
    "sql-check": "expectedResult:VALUE SELECT …",
    "table-exists": "table:NAME",
    "view-exists": "view:NAME",
}
