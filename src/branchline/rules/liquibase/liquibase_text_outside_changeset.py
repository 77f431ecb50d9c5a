"""SQL above the first changeset of a file."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-text-outside-changeset")
def liquibase_text_outside_changeset(changeset: ChangeSet) -> Iterator[Problem]:
    """SQL stands above the first changeset of its file.

    It belongs to no changeset. Liquibase drops it: nothing of it runs anywhere, and the
    exit code is 0.

    ```liquibase
    --liquibase formatted sql
    CREATE TABLE orders (id bigint PRIMARY KEY); -- finding
    --changeset ada:1
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    ```

    Put it below a `--changeset` line of its own.

    Does not fire on comments, and on properties, which belong there.

    ```liquibase
    --liquibase formatted sql
    /* What the shop sells,
       and to whom. */
    --property name:schema value:shop
    --changeset ada:1
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    ```

    A file of SQL without any changeset cannot be read at all: see `unreadable-change`.

    Known elsewhere as: liquibase/liquibase#2993.
    """
    found = [place for _, _, place in trapped(changeset, "outside")]
    if found:
        more = f" and {len(found) - 1} more below it" if len(found) > 1 else ""
        yield Problem(
            f"Liquibase drops this line{more}: it stands above the first changeset",
            "put it below a --changeset line",
            found[0],
        )
