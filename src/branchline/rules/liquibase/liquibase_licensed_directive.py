"""Directives that want a licence."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-licensed-directive")
def liquibase_licensed_directive(changeset: ChangeSet) -> Iterator[Problem]:
    """A directive does nothing without a licence.

    `--tagDatabase` is Liquibase Pro's. To Liquibase 4.29 without a licence it is a
    comment: no tag is set, so that a later `rollback` to it finds nothing, and the
    comment is summed, so that taking it away again changes the checksum. From 5.0 on the
    file is refused. `--include`, `--includeAll` and `--rollbackSqlFile` are refused by both:
    see `unreadable-change`.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    CREATE TABLE orders (id bigint PRIMARY KEY);
    --tagDatabase: v1 -- finding
    ```

    Set the tag in a changelog of YAML or XML (`tagDatabase`), or with `liquibase tag`.

    Does not fire on comments that only begin alike.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    -- tags of the database: none
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "licensed"):
        yield Problem(
            f"{said[:40]!r} is a comment to Liquibase without a licence, and refused from 5.0 on",
            "set the tag in a changelog of YAML or XML, or with 'liquibase tag'",
            place,
        )
