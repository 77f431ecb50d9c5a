"""What needs a transaction beside what cannot have one."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.repeats import is_repeatable
from branchline.rules.transactions.steps import steps


@rule("mixed-tx-modes")
def mixed_tx_modes(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset without a transaction also does what could have had one.

    CONCURRENTLY and VACUUM need a changeset that runs without a transaction.
    What stands beside them gives up its protection: when the changeset stops
    half-way, that part stays, and a second run fails at it.

    ```sql
    -- changeset 0002_region no-transaction
    ALTER TABLE orders ADD COLUMN region text; -- finding
    CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region);
    ```

    Give what cannot have a transaction a changeset of its own.

    ```sql
    -- changeset 0002_region
    ALTER TABLE orders ADD COLUMN region text;
    -- changeset 0003_index no-transaction
    CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region);
    ```

    Does not fire on what may run twice: settings, and statements with a guard.

    ```sql
    -- changeset 0002_region no-transaction
    SET lock_timeout = '2s';
    ALTER TABLE orders ADD COLUMN IF NOT EXISTS region text;
    DROP INDEX CONCURRENTLY IF EXISTS orders_region_idx;
    CREATE INDEX CONCURRENTLY orders_region_idx ON orders (region);
    ```

    Flyway runs a file that holds CREATE INDEX CONCURRENTLY without a transaction
    by itself, and refuses one with any other statement beside it, a setting
    included, unless it has `mixed = true`.

    Known elsewhere as: dblift mixed-transaction-modes, Flyway `mixed`.
    """
    if ("mixed", "refused") in changeset.attributes:
        yield Problem(
            f"{changeset.change} mixes what has a transaction and what cannot: Flyway refuses it",
            "give what cannot have a transaction a file of its own, settings left out,"
            " or set mixed = true for Flyway",
        )
        return
    for half in (changeset.statements, changeset.undo) if not changeset.transaction else ():
        statements = [statement for step in steps(half) for statement in step]
        if all(statement.effect.transactional for statement in statements):
            continue
        for statement in statements:
            if statement.effect.transactional and not is_repeatable(statement):
                yield Problem(
                    "could run in a transaction, and stands beside what cannot:"
                    " when the changeset stops half-way, a second run fails here",
                    "give what cannot have a transaction a changeset of its own",
                    statement.place,
                )
                break
