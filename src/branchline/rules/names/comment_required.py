"""Tables that say nothing about themselves."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.objects import CommentOn
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("comment-required", severity=Severity.WARNING)
def comment_required(changeset: ChangeSet, *, columns: bool = False) -> Iterator[Problem]:
    """A new table has no COMMENT.

    With `columns` its columns need one each. No bundle asks for this.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY); -- finding
    ```

    Add it in the same changeset.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    COMMENT ON TABLE orders IS 'What customers have bought.';
    ```

    Does not fire on temporary tables and partitions, or on servers other than
    PostgreSQL, where comments stand elsewhere.

    ```sql
    CREATE TEMPORARY TABLE seen (id bigint);
    ```

    Known elsewhere as: bytebase TABLE_COMMENT and COLUMN_COMMENT, Flyway RG17,
    liquibase-linter remarks.
    """
    for statement in changeset.statements:
        for create, _ in statement.of(CreateTable, dialect="postgres"):
            if create.temporary or create.partition_of:
                continue
            if not any(_about(statement, "table", create.table)):
                yield Problem(
                    f"table {create.table} has no comment",
                    f"COMMENT ON TABLE {quoted(create.table)} IS '...'",
                    statement.place,
                )
            named = {*_about(statement, "column", create.table)}
            bare = [column.name for column in create.columns if column.name not in named]
            if columns and bare:
                yield Problem(
                    f"{listing(bare)} of {create.table} {verb(bare, 'has', 'have')} no comment",
                    f"COMMENT ON COLUMN {quoted(create.table)}.{quoted(bare[0])} IS '...'",
                    statement.place,
                )


def _about(create: Statement, what: str, table: Name) -> Iterator[str]:
    """Yield the names of what is commented: the table, or its columns."""
    key = create.name(table)
    for _, comment in create.unit.about(CommentOn):
        on = comment.table if what == "column" else comment.name
        if comment.text and comment.what == what and on and create.name(on) == key:
            yield comment.name.name
