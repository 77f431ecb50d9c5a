"""Indexes that are built while writes wait."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateIndex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import online, seen


@rule("add-fulltext-spatial", severity=Severity.WARNING)
def add_fulltext_spatial(statement: Statement) -> Iterator[Problem]:
    """A FULLTEXT or SPATIAL index is built: writes to the table wait.

    The first FULLTEXT index of a table rebuilds it as well.

    ```sql mysql 8.0
    ALTER TABLE posts ADD FULLTEXT posts_words (body); -- finding
    CREATE SPATIAL INDEX shops_place ON shops (place); -- finding
    ```

    Build it when nobody writes, or with a tool that lets others write.

    Does not fire on a table that nobody else can see.

    ```sql mysql 8.0
    CREATE TABLE posts (id int PRIMARY KEY, body text);
    ALTER TABLE posts ADD FULLTEXT (body);
    ALTER TABLE orders ADD INDEX (total);
    ```

    Known elsewhere as: nothing.
    """
    for create, effect in seen(statement, CreateIndex):
        if create.kind_of and effect.scans:
            yield Problem(
                f"a {create.kind_of.upper()} index of {create.table} is built: writes wait",
                online(create.table),
            )
