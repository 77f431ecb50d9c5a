"""What Flyway runs without a transaction by itself: it looks at how each statement begins.

A file with one such statement runs without a transaction as a whole. Beside any
other statement, a setting included, Flyway refuses the file, unless `mixed` is set.
Source: flyway/flyway, `PostgreSQLParser`, `SQLiteParser` and `ParserSqlScript`.
"""

from branchline.formats.flyway_settings import FlywaySettings
from branchline.model.changelog import ChangeSet
from branchline.model.regex import regex
from branchline.model.value import replace


def transactional(changeset: ChangeSet, settings: FlywaySettings, dialect: str) -> ChangeSet:
    """Say whether Flyway runs a script in a transaction; what the script's own file says counts."""
    said = {name for name, _ in changeset.attributes}
    alone = _ALONE.get(dialect)
    if changeset.script is None or alone is None or "executeInTransaction" in said:
        return changeset
    text = changeset.script.text
    if not _MAYBE.search(text):
        return changeset
    from branchline.sql.split import cut

    modes = {alone.match(piece.text) is not None for piece in cut(text, dialect).pieces}
    if True not in modes:
        return changeset
    refused = (("mixed", "refused"),) if len(modes) > 1 and not settings.mixed else ()
    attributes = (*changeset.attributes, *refused)
    return replace(changeset, transaction=False, attributes=attributes)


_MAYBE = regex(
    r"(?i)\b(?:concurrently|database|tablespace|subscription|system|reindex|vacuum|discard"
    r"|foreign_keys)\b"
)
_ALONE = {
    "postgres": regex(
        r"(?i)(?:(?:create|drop)\s++(?:database|tablespace|subscription)|alter\s++system"
        r"|(?:create(?:\s++unique)?|drop)\s++index\s++concurrently"
        r"|reindex(?:\s++verbose)?\s++(?:schema|database|system)|vacuum|discard\s++all)\b"
    ),
    "sqlite": regex(r"(?i)pragma\s++foreign_keys\b"),
}
