"""Changesets without a way back."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet, Kind, Reversal
from branchline.model.finding import Problem, Severity
from branchline.rule import rule


@rule("missing-rollback", severity=Severity.WARNING)
def missing_rollback(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset does not say how to undo it.

    When a release goes wrong, somebody has to write the way back at night,
    against production, untested.

    ```sql
    -- changeset 0001_orders -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Write the rollback beside the change, or say that there is none, and why.

    Does not fire when the changeset has a rollback, when it says that there is
    none (`-- branchline: irreversible(reason)`), when the format derives it, or
    on what runs again and again: a repeatable, a baseline.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    -- rollback
    DROP TABLE orders;
    ```

    Liquibase takes `--rollback` lines in the changeset. Flyway keeps it in a
    file of its own, `U1__orders.sql` for `V1__orders.sql`: it runs all that
    stands in the latter, below any comment.

    Known elsewhere as: Liquibase RollbackRequired, oneport OPM020,
    django-migration-linter RUNSQL_REVERSIBLE.
    """
    versioned = changeset.entry.kind is Kind.VERSIONED
    if versioned and changeset.statements and changeset.reversal is Reversal.NONE:
        yield Problem(f"{changeset.change} has no rollback", _way_out(changeset))


def _way_out(changeset: ChangeSet) -> str:
    if changeset.runner:
        return f"give each of its steps the way back that {changeset.runner} would take"
    if (
        changeset.entry.author and not changeset.entry.lineage
    ):  # only Liquibase's changesets have one
        return "add a line '--rollback SQL', or '--rollback not required' where there is none"
    where = f"in {changeset.undo_path}" if changeset.undo_path else "below a line '-- rollback'"
    return f"add one {where}, or say why there is none: -- branchline: irreversible(reason)"
