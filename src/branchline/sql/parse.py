"""One statement in, its operations out, whatever the dialect.

The readers are imported when they are needed: sqlglot alone takes ten times as
long to import as everything else that a hook does.
"""

from branchline.sql.parsed import Parsed


def parse(text: str, dialect: str) -> Parsed:
    """Read one statement, as the splitter cut it."""
    if dialect == "postgres":
        from branchline.sql import postgres

        return postgres.read(text)
    from branchline.sql import generic

    return generic.read(text, dialect)
