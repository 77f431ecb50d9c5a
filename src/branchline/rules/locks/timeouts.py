"""What `lock_timeout` and its like limit.

A number alone counts milliseconds, and 0 with any unit waits for ever.
"""

import re

from branchline.model.statement import Statement


def is_limited(statement: Statement) -> bool:
    """Whether a wait for a lock ends: by a setting in force, or one that is made elsewhere."""
    limit = statement.situation.setting("lock_timeout")
    return statement.unit.managed_timeouts or is_limit(limit)


def limit(statement: Statement) -> str:
    """Return the SET that limits the wait; SET LOCAL does nothing outside a transaction."""
    return f"SET {'LOCAL ' if statement.in_transaction else ''}lock_timeout = '2s'"


def is_limit(setting: str | None) -> bool:
    """Whether a value limits anything; what only the server understands is taken to."""
    return bool(setting) and seconds(setting) != 0


def seconds(setting: str | None) -> float | None:
    """Return how long a value waits, 0 for ever; None when it cannot be read."""
    found = _SETTING.fullmatch((setting or "").strip(" '"))
    return float(found["number"]) * _UNITS[found["unit"]] if found else None


_UNITS = {"us": 1e-6, "": 1e-3, "ms": 1e-3, "s": 1, "min": 60, "h": 3600, "d": 86400}
_SETTING = re.compile(r"(?P<number>\d{1,12}(\.\d{1,9})?)\s*(?P<unit>us|ms|s|min|h|d|)")
