"""What the lines of a rollback come to: SQL, nothing, or another changeset's change.

The answer is the whole text's, not a line's: `empty` with a line of SQL below it is SQL.
Source: liquibase/liquibase, `AbstractFormattedChangeLogParser.handleRollbackSequence`.
"""

import re

from branchline.model.regex import regex


def is_nothing(text: str) -> bool:
    """Whether it says that there is nothing to undo."""
    return bool(_NOTHING.fullmatch(text.strip()))


def is_reference(text: str) -> bool:
    """Whether it names another changeset."""
    return "changesetid" in text.lower() and not is_nothing(text)


def wrong_reference(text: str) -> str:
    """Say what a reference lacks; nothing when it is whole."""
    one = text.replace("\n", "").replace("\r", "")
    for name, pattern in _NAMED.items():
        if not pattern.search(one):
            return f"rolls back by another changeset, without {name}:…"
    return ""


_NOTHING = regex(r"(?:not required|empty).*", re.IGNORECASE)
_NAMED = {
    name: regex(rf"{name}:\S", re.IGNORECASE | re.ASCII)
    for name in ("changeSetId", "changeSetAuthor")
}
