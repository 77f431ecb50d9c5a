"""Columns for what the law or an attacker cares about."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.objects import CommentOn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import Defined, defined
from branchline.rules.names.named import columns_of
from branchline.rules.patterns import fits

_NAMES = (
    "*password*",
    "*passwd*",
    "*secret*",
    "*api_key*",
    "*token",
    "ssn",
    "*social_security*",
    "*credit_card*",
    "*card_number*",
    "cvv",
    "iban",
    "*passport*",
    "*date_of_birth*",
)


@rule("sensitive-column", severity=Severity.WARNING)
def sensitive_column(statement: Statement, *, names: tuple[str, ...] = _NAMES) -> Iterator[Problem]:
    """A new column sounds like a secret or like what is personal, and nobody says what it is.

    Such columns have to be left out of copies, logs and reports. A comment in
    the same changeset says what is in it, and how it is kept. No bundle asks
    for this.

    ```sql
    ALTER TABLE users ADD COLUMN api_token text; -- finding
    ```

    Say it.

    ```sql
    ALTER TABLE users ADD COLUMN api_token text;
    COMMENT ON COLUMN users.api_token IS 'SHA-256 of the token; left out of copies.';
    ```

    Does not fire on columns whose name fits none of `names`, or on what only
    tells something about such a thing: a flag, a number, a point in time, a
    reference.

    ```sql
    ALTER TABLE users ADD COLUMN nick_name text, ADD COLUMN password_required boolean;
    ALTER TABLE users ADD COLUMN password_changed_at timestamptz, ADD COLUMN api_key_id text;
    ```

    Known elsewhere as: splinter 0023, bytebase CommentMissingClassification.
    """
    for table, found in defined(statement, lambda one: _is_new(one) and fits(one.name, names)):
        silent = [one for one in found if not _is_said(statement, table, one.name)]
        if silent:
            subject, sound = columns_of(table, silent, "sounds", "sound")
            yield Problem(
                f"{subject} {sound} sensitive, and nobody says what is in it",
                "say it: COMMENT ON COLUMN ... IS '...'",
            )


def _is_new(one: Defined) -> bool:
    return (
        one.column is not None
        and one.type.name not in _ABOUT
        and not one.name.lower().endswith(("_id", "_url", "_hint"))
    )


def _is_said(statement: Statement, table: Name, column: str) -> bool:
    return any(
        comment.what == "column"
        and comment.text
        and comment.name.name == column
        and comment.table
        and statement.name(comment.table) == statement.name(table)
        for _, comment in statement.unit.about(CommentOn)
    )


_ABOUT = frozenset(
    {"boolean", "bool", "smallint", "integer", "bigint", "int", "timestamp", "timestamptz"}
)
