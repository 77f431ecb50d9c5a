"""One statement in, its operations out, whatever the dialect.

The readers are imported when they are needed: sqlglot alone takes ten times as
long to import as everything else that a hook does.
"""

import re

from branchline.model.operations.tables import CreateTable
from branchline.model.value import replace
from branchline.sql.parsed import Parsed

_TABLE = r"create\s[^'();$]{0,100}?\btable\s[^'();$]{1,400}\("


def parse(text: str, dialect: str) -> Parsed:
    """Read one statement, as the splitter cut it."""
    parsed = _read(text, dialect)
    if parsed.error and (start := re.match(_TABLE, text, re.IGNORECASE)):
        found = _read(f"{start[0]}unread int)", dialect).operations
        if found and isinstance(found[0], CreateTable):
            made = replace(found[0], columns=(), from_query=True, with_data=False)
            return replace(parsed, makes=made)
    return parsed


def _read(text: str, dialect: str) -> Parsed:
    if dialect == "postgres":
        from branchline.sql import postgres

        return postgres.read(text)
    from branchline.sql import generic

    return generic.read(text, dialect)
