"""Directives in a file that is no formatted SQL."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-header-missing")
def liquibase_header_missing(changeset: ChangeSet) -> Iterator[Problem]:
    """A file has Liquibase's directives and no header in its first line.

    Whatever stands above `--liquibase formatted sql`, a licence or a comment, makes the
    whole file one changeset, `raw` by `includeAll`, and every directive in it a
    comment: no contexts, no rollback, no `splitStatements`. Liquibase 4.29 says nothing
    and ends with exit code 0. Who moves the line up later gives every change in the
    file another identity: all of it runs again.

    ```liquibase
    -- Copyright of the shop
    --liquibase formatted sql -- finding
    --changeset ada:1 context:test
    DELETE FROM orders;
    ```

    Let the header be the first line that is not blank.

    Does not fire on a file without any directive: that is one changeset and meant so.

    ```liquibase
    -- Copyright of the shop
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: liquibase/liquibase#1675.
    """
    for _, said, place in trapped(changeset, "header"):
        yield Problem(
            f"to Liquibase the file is one raw changeset: {said!r} is not in its first line",
            "let '--liquibase formatted sql' be the first line that is not blank",
            place,
        )
