"""Transactions that hold the tables of several foreign keys at once."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.foreign_keys import foreign_keys
from branchline.rules.sentences import listing


@rule("multiple-fks", severity=Severity.WARNING)
def multiple_fks(changeset: ChangeSet) -> Iterator[Problem]:
    """One transaction adds foreign keys to several tables, and locks them all.

    Each foreign key lets no writer into the table it refers to until the
    transaction ends. With a second one the transaction waits for that table while
    it holds the first: that is how deadlocks with the application begin.

    ```sql
    CREATE TABLE items (
      id bigint PRIMARY KEY, order_id bigint REFERENCES orders,
      product_id bigint REFERENCES products -- finding
    );
    ```

    Add one foreign key in each changeset.

    Does not fire on tables that nobody else can see, on several to one table, in
    separate transactions, or in a rollback.

    ```sql
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    CREATE TABLE items (
      id bigint PRIMARY KEY, parcel_id bigint REFERENCES parcels,
      order_id bigint REFERENCES orders, first_order_id bigint REFERENCES orders
    );
    ```

    Known elsewhere as: online_migrations multiple_foreign_keys.
    """
    parents: dict[str, bool] = {}
    for statement in changeset.statements:
        if not statement.in_transaction:
            parents = {}
        known = len(parents)
        parents |= dict.fromkeys(_parents(statement), True)
        if known <= 1 < len(parents):
            yield Problem(
                f"one transaction adds foreign keys to {listing(list(parents))}:"
                " writers of all of them wait until it ends",
                "add one foreign key in each changeset",
                statement.place,
            )


def _parents(statement: Statement) -> Iterator[str]:
    """Yield the tables that others can see and that the statement's foreign keys refer to."""
    if statement.engine.dialect == "postgres":
        for key in foreign_keys(statement):
            if key.parent != key.table and not statement.is_private(key.parent):
                yield statement.name(key.parent)
