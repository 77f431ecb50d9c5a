"""Transactions that lock one table after another."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.effects import Lock
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.locks.runs import held, locked, runs
from branchline.rules.sentences import listing, verb


@rule("wide-lock-window", severity=Severity.WARNING)
def wide_lock_window(changeset: ChangeSet) -> Iterator[Problem]:
    """One transaction locks several tables that are in use, one after another.

    The first stays locked until the last is through. An application that takes
    them in another order waits in a circle with it, and one of the two dies.

    ```sql
    ALTER TABLE orders ADD COLUMN note text;
    ALTER TABLE items ADD COLUMN note text; -- finding
    ALTER TABLE carts ADD COLUMN note text;
    ```

    Change one table in a changeset.

    ```sql
    -- changeset 0002_orders
    ALTER TABLE orders ADD COLUMN note text;
    -- changeset 0003_items
    ALTER TABLE items ADD COLUMN note text;
    ```

    Speaks once a transaction. Does not fire on tables that nobody else can see,
    on those that the changeset drops, or on what one statement has to lock at
    once (a foreign key: both its tables).

    ```sql
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    ALTER TABLE orders ADD COLUMN parcel_id bigint;
    ALTER TABLE parcels ADD COLUMN note text;
    ALTER TABLE orders ADD CONSTRAINT orders_shop_fkey FOREIGN KEY (shop_id)
      REFERENCES shops (id) NOT VALID;
    ```

    Known elsewhere as: pgfence wide-lock-window, online_migrations
    multiple_foreign_keys, eugene E4.
    """
    for run in runs(changeset):
        for statement in run:
            before = held(statement, Lock.SHARE_ROW_EXCLUSIVE)
            now = locked(statement, Lock.SHARE_ROW_EXCLUSIVE)
            new, other = sorted(now - before), sorted(before - now)
            if new and other:
                yield Problem(
                    f"locks {listing(new)} while {listing(other)} {verb(other, 'is', 'are')} still"
                    " locked:"
                    " an application that takes them the other way round waits in a circle",
                    "change one table in a changeset",
                    statement.place,
                )
                break
