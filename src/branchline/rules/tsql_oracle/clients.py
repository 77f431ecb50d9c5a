"""Who cuts a file into what the server is sent."""

from branchline.model.changelog import ChangeSet
from branchline.model.statement import Statement


def reads_lines(changeset: ChangeSet) -> bool:
    """Whether what sends the changeset ends it at a line: GO or a slash.

    Liquibase has delimiters of its own, and programs send every statement by itself.
    Only Liquibase's changes have authors without a lineage, which Sqitch's have.
    """
    entry = changeset.entry
    return entry.path.endswith(".sql") and bool(entry.lineage or not entry.author)


def is_open(statement: Statement) -> bool:
    """Whether a unit of PL/SQL, whose last semicolon is its own, has no slash behind it."""
    unit = statement.engine.dialect == "oracle" and statement.text.endswith(";")
    return unit and not statement.terminated
