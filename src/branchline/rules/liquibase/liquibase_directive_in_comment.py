"""Directives in a comment."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-directive-in-comment")
def liquibase_directive_in_comment(changeset: ChangeSet) -> Iterator[Problem]:
    """A directive stands in a comment, and counts.

    Liquibase reads lines and knows no SQL. A changeset that is commented out with `/*` and
    `*/` is a changeset all the same: it is recorded as run, the one above it ends in a comment
    that is never closed, and what the database makes of that is its own affair.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    CREATE TABLE orders (id bigint PRIMARY KEY);
    /* not yet:
    --changeset ada:2 -- finding
    DROP TABLE customers;
    */
    ```

    Take it out of the file, or give it a context that no environment has; lines that are
    to be skipped stand between `--ignoreLines:start` and `--ignoreLines:end`.

    Does not fire on directives behind a comment that is closed, or on `/*` in a string.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    /* all orders */
    CREATE TABLE orders (id bigint PRIMARY KEY, path text DEFAULT '/*');
    --rollback DROP TABLE orders;
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "comment"):
        yield Problem(
            f"this {said} counts to Liquibase, though it stands in a comment",
            "take it out, or put what is to be skipped between --ignoreLines:start and :end",
            place,
            doubtful=said != "changeset",
        )
