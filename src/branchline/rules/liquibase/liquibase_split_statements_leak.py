"""rollbackSplitStatements that rules the change itself."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-split-statements-leak")
def liquibase_split_statements_leak(changeset: ChangeSet) -> Iterator[Problem]:
    """`rollbackSplitStatements` decides about the change itself.

    Liquibase looks for `splitStatements:` anywhere in the line and finds it in
    `rollbackSplitStatements:` as well; the last one counts. The change is then sent to
    the database in one piece: on SQLite its first statement runs and the others do not,
    with exit code 0; elsewhere it is a syntax error or one long statement.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 rollbackSplitStatements:false -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    ```

    Say `splitStatements` for the change as well, behind it:
    `rollbackSplitStatements:false splitStatements:true`.

    Does not fire where both are the same, or `splitStatements` comes last.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 rollbackSplitStatements:false splitStatements:true
    CREATE TABLE orders (id bigint PRIMARY KEY);
    --changeset ada:2 splitStatements:false rollbackSplitStatements:false
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: nothing.
    """
    for *_, place in trapped(changeset, "split"):
        yield Problem(
            "rollbackSplitStatements decides about splitting the change itself as well",
            "say splitStatements:true (or false) behind it, for the change",
            place,
        )
