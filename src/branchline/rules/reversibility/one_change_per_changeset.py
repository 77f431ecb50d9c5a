"""Changesets that change more than one thing."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Begin, Commit, Rollback, Savepoint, SetVariable
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("one-change-per-changeset", severity=Severity.WARNING)
def one_change_per_changeset(changeset: ChangeSet, *, most: int = 1) -> Iterator[Problem]:
    """A changeset has more statements than the policy allows.

    Where a server does not take a whole changeset back, a failure in the middle
    leaves it half done; with one statement in each there is no middle.

    ```sql
    -- changeset 0001_both -- finding
    ALTER TABLE orders ADD COLUMN note text;
    ALTER TABLE orders ADD COLUMN region text;
    ```

    Write a changeset for each. `most` is how many statements one may have.

    Does not count settings, and what begins and ends a transaction.

    ```sql
    SET lock_timeout = '2s';
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Known elsewhere as: Liquibase OneChangePerChangeset.
    """
    count = sum(map(_counts, changeset.statements))
    if count > most:
        yield Problem(
            f"{changeset.change} has {count} statements, more than {most}",
            "write a changeset for each",
        )


def _counts(statement: Statement) -> bool:
    return not statement.operations or any(
        not isinstance(operation, _ASIDE) for operation in statement.operations
    )


_ASIDE = (Begin, Commit, Rollback, Savepoint, SetVariable)
