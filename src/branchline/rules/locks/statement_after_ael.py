"""Work that is done while a table stays locked for what came before."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.effects import Lock
from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Delete, Insert, Merge, Update
from branchline.model.operations.tables import ValidateConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.runs import held, locked, runs
from branchline.rules.sentences import listing, verb


@rule("statement-after-ael", severity=Severity.WARNING)
def statement_after_ael(changeset: ChangeSet) -> Iterator[Problem]:
    """Rows are read or changed while a table is locked that needed an instant only.

    ALTER TABLE takes the strongest lock there is (ACCESS EXCLUSIVE), and keeps
    it until the transaction ends: whatever follows, nobody even reads the table
    meanwhile.

    ```sql
    ALTER TABLE orders ADD COLUMN region text;
    UPDATE orders SET region = 'eu' WHERE shop_id = 1; -- finding
    ```

    Give what takes time a changeset of its own.

    ```sql
    -- changeset 0002_region
    ALTER TABLE orders ADD COLUMN region text;
    -- changeset 0003_fill
    UPDATE orders SET region = 'eu' WHERE shop_id = 1;
    ```

    Speaks once a transaction. Does not fire on tables that nobody else can see,
    on changes that take an instant, on rows that the statement itself holds, or
    when the work is done under the same lock anyway. VALIDATE CONSTRAINT has
    rules of its own: `validate-same-tx` and `validate-under-lock`.

    ```sql
    ALTER TABLE orders ADD COLUMN region text;
    ALTER TABLE orders ALTER COLUMN region SET DEFAULT 'eu';
    INSERT INTO regions (name) VALUES ('eu'), ('us');
    CREATE TABLE parcels (id bigint, region text);
    UPDATE parcels SET region = 'eu';
    ```

    Known elsewhere as: eugene E4, pgfence statement-after-access-exclusive,
    django-migration-linter CREATE_INDEX_EXCLUSIVE.
    """
    for run in runs(changeset):
        for statement in run:
            tables = sorted(held(statement, _LOCK) - locked(statement, _LOCK))
            work = _work(statement) if tables else ""
            if work:
                yield Problem(
                    f"{listing(tables)} {verb(tables, 'stays', 'stay')} locked,"
                    f" for readers too, while {work}",
                    "give it a changeset of its own",
                    statement.place,
                )
                break


_LOCK = Lock.ACCESS_EXCLUSIVE


def _work(statement: Statement) -> str:
    """Return what takes time, in words; empty when nothing does."""
    if statement.of(ValidateConstraint):
        return ""
    if statement.effect.scans or statement.effect.rewrites:
        return next(iter(statement.effect.reasons), "every row is read")
    for kind in (Update, Delete, Merge, Insert):
        for change, _ in statement.of(kind):
            filled = isinstance(change, Insert) and not (change.from_query or change.copy)
            if not filled and not statement.is_private(change.table):
                return f"rows of {change.table} are changed"
    return ""
