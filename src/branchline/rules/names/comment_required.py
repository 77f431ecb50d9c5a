"""Tables that say nothing about themselves."""

from collections.abc import Iterator, Sequence

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
    said = _said(changeset.statements)
    for statement in changeset.statements:
        for create, _ in statement.of(CreateTable, dialect="postgres"):
            if create.temporary or create.partition_of:
                continue
            named = {
                name for on, name in said.get(create.table.name, ()) if _is(statement, on, create)
            }
            if "" not in named:
                yield Problem(
                    f"table {create.table} has no comment",
                    f"COMMENT ON TABLE {quoted(create.table)} IS '...'",
                    statement.place,
                )
            bare = [column.name for column in create.columns if column.name not in named]
            if columns and bare:
                yield Problem(
                    f"{listing(bare)} of {create.table} {verb(bare, 'has', 'have')} no comment",
                    f"COMMENT ON COLUMN {quoted(create.table)}.{quoted(bare[0])} IS '...'",
                    statement.place,
                )


def _said(statements: Sequence[Statement]) -> dict[str, list[tuple[Name, str]]]:
    """Return what is commented by the bare name of its table: itself, as "", or a column."""
    found: dict[str, list[tuple[Name, str]]] = {}
    for statement in statements:
        for comment, _ in statement.of(CommentOn):
            if comment.text and comment.what == "table":
                found.setdefault(comment.name.name, []).append((comment.name, ""))
            elif comment.text and comment.what == "column" and comment.table:
                column = (comment.table, comment.name.name)
                found.setdefault(comment.table.name, []).append(column)
    return found


def _is(statement: Statement, name: Name, create: CreateTable) -> bool:
    return statement.name(name) == statement.name(create.table)
