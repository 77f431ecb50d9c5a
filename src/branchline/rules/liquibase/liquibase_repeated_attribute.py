"""Attributes that are said twice."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-repeated-attribute", severity=Severity.WARNING)
def liquibase_repeated_attribute(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset says one attribute twice, and not the same.

    The last one counts, and nothing says so.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 labels:shop labels:billing -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Say it once: `labels:shop,billing`.

    Does not fire where both say the same.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 runOnChange:true labels:shop runOnChange:true
    CREATE VIEW open_orders AS SELECT 1;
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "repeated"):
        name = said.partition(":")[0]
        yield Problem(
            f"{name} is said twice, and Liquibase takes the last one only",
            f"say {name} once",
            place,
        )
