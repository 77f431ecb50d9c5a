"""Lines that are ignored to the end of the file."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-unclosed-ignore")
def liquibase_unclosed_ignore(changeset: ChangeSet) -> Iterator[Problem]:
    """Lines are ignored to the end of the file.

    `--ignoreLines:start` holds until `--ignoreLines:end`, in these letters. Without it
    Liquibase drops the rest of the file: all changesets in it never run, with exit code 0.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    CREATE TABLE orders (id bigint PRIMARY KEY);
    --ignoreLines:start -- finding
    SELECT 1;
    --changeset ada:2
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    ```

    Write `--ignoreLines:end` behind what is to be ignored.

    Does not fire where the end is said, or a number of lines.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1
    CREATE TABLE orders (id bigint PRIMARY KEY);
    --ignoreLines:start
    SELECT 1;
    --ignoreLines:end
    --ignoreLines:1
    SELECT 2;
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "ignored"):
        yield Problem(
            f"Liquibase drops the {said} lines below: no --ignoreLines:end follows",
            "write --ignoreLines:end behind what is to be ignored",
            place,
        )
