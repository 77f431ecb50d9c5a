"""Switches that are neither true nor false."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-boolean-value")
def liquibase_boolean_value(changeset: ChangeSet) -> Iterator[Problem]:
    """A switch of a changeset is neither `true` nor `false`.

    To Liquibase only `true` is true, in any case: `yes`, `on` and `1` are false, and a value in
    quotes is as if the attribute were not there. Nothing says so, and the exit code is 0.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 runOnChange:yes -- finding
    CREATE VIEW open_orders AS SELECT 1;
    --changeset ada:2 runInTransaction:"false" -- finding
    CREATE INDEX CONCURRENTLY orders_total ON orders (total);
    ```

    Write `true` or `false`, without quotes.

    Does not fire on `no`, `off` and `0`, which are false as they should be.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 runOnChange:TRUE failOnError:no
    CREATE VIEW open_orders AS SELECT 1;
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "boolean"):
        value = said.partition(":")[2]
        what = "left out" if value[:1] in {'"', "'"} else "false"
        yield Problem(
            f"{said!r} is {what} to Liquibase: only the word true is true",
            "write true or false, without quotes",
            place,
        )
