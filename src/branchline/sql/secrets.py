"""What may be known of a secret that stands in SQL: whether it is one, never what it says."""

import re


def hidden(secret: str) -> str:
    """Return `null`, `literal`, or `placeholder` for one that is filled in when it is applied."""
    if not secret:
        return "null"
    return "placeholder" if _PLACEHOLDER.fullmatch(secret) else "literal"


_PLACEHOLDER = re.compile(r"\$\{[^{}]+\}|\{\{[^{}]+\}\}|:['\"]?\w+['\"]?")
