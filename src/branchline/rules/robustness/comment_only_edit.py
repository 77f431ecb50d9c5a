"""Edits of changes that ran in which no statement differs."""

from collections.abc import Iterator

from branchline.model.changelog import ChangelogDiff
from branchline.model.finding import Problem, Severity
from branchline.rule import rule


@rule("comment-only-edit", severity=Severity.INFO)
def comment_only_edit(diff: ChangelogDiff) -> Iterator[Problem]:
    """Only comments or blank lines differ in a change that databases have run.

    The databases are right as they are: nothing has to be written as a new change. But
    the file's checksum is another, and the tool stops at it as it does at any edit.

    ```changelog
    0001_init     applied
    0002_carts    edited comments   -- finding
    ```

    Put the old text back. What there is to say about a change that ran fits into the next
    one, or into the documentation.

    Does not fire when a statement differs, a comment inside it included, which
    `change-modified` tells of, or when the checksum leaves comments out, as Liquibase's.

    ```changelog
    0001_init     applied
    0002_carts    edited
    ```

    Known elsewhere as: nothing.
    """
    for edit in diff.edited:
        if edit.same_sql:
            change = edit.after.entry.change
            yield Problem(
                f"only comments differ in {change}: its SQL is the same, its checksum is not",
                f"put {edit.before.entry.path} back as it was: no database needs a new change",
                edit.after.place,
                change,
            )
