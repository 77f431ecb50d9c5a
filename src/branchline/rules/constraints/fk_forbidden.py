"""Foreign keys, where a policy wants none."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.foreign_keys import foreign_keys


@rule("fk-forbidden", severity=Severity.WARNING)
def fk_forbidden(statement: Statement) -> Iterator[Problem]:
    """A foreign key is created, which the policy forbids.

    Shards, and tools that change tables online by copying them, mostly cannot keep
    foreign keys.

    ```sql
    ALTER TABLE items ADD CONSTRAINT own FOREIGN KEY (order_id) REFERENCES orders; -- finding
    ```

    Let the application keep the reference, and look for rows without one regularly.

    Does not fire on columns without a constraint, or in a rollback.

    ```sql
    ALTER TABLE items ADD COLUMN order_id bigint;
    ```

    Known elsewhere as: skeema has-fk, bytebase TABLE_NO_FOREIGN_KEY.
    """
    if statement.part is Part.UP:
        for key in foreign_keys(statement):
            yield Problem(
                f"{key.table} gets a foreign key to {key.parent}, and the policy allows none",
                "let the application keep the reference",
            )
