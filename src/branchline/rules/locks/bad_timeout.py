"""Timeouts that do not limit what they are there for.

CONCURRENTLY is the other way round: it has to wait for older transactions, and
a limit makes it fail half-way, with an index that is not valid.
"""

from collections.abc import Iterator, Sequence

from branchline.model.changelog import ChangeSet
from branchline.model.effects import Lock
from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateIndex, DropIndex, Reindex
from branchline.model.operations.session import SetVariable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.runs import halves
from branchline.rules.locks.timeouts import is_limited, seconds


@rule("bad-timeout", severity=Severity.WARNING)
def bad_timeout(changeset: ChangeSet, *, max_seconds: int = 60) -> Iterator[Problem]:
    """A timeout is set so that it does not help, or does harm.

    No limit, or one that nobody can wait for:

    ```sql
    SET lock_timeout = '10min'; -- finding
    ALTER TABLE orders ADD COLUMN note text;
    SET lock_timeout = 0; -- finding
    ALTER TABLE orders ADD COLUMN remark text;
    ```

    One that comes too late:

    ```sql
    ALTER TABLE orders ADD COLUMN note text;
    SET lock_timeout = '2s'; -- finding
    ```

    One that is for a transaction where there is none:

    ```sql
    -- changeset 0002_note no-transaction
    SET LOCAL lock_timeout = '2s'; -- finding
    ALTER TABLE orders ADD COLUMN note text;
    ```

    And a short one around CONCURRENTLY, which waits for every older
    transaction: it fails, and leaves an index that is not valid.

    ```sql
    -- changeset 0002_index no-transaction
    SET lock_timeout = '2s';
    CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note); -- finding
    ```

    Set a short one before what locks a table, and none before CONCURRENTLY.

    ```sql
    -- changeset 0002_note
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE orders ADD COLUMN note text;
    -- changeset 0003_index no-transaction
    SET lock_timeout = 0;
    CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);
    ```

    `max_seconds` is what people can wait for. Does not fire where nothing that
    others can see is locked.

    ```sql
    SET lock_timeout = 0;
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ```

    Known elsewhere as: pgfence lock-timeout-zero, lock-timeout-too-long and
    lock-timeout-after-dangerous-statement.
    """
    for half in halves(changeset):
        for position, statement in enumerate(half):
            for setting, _ in statement.of(SetVariable):
                local = setting.scope == "local" and not statement.in_transaction
                if local and setting.name.endswith("_timeout"):
                    yield _local(statement, setting)
                elif setting.name == "lock_timeout":
                    yield from _limit(half, position, setting, max_seconds)
            yield from _around(statement, max_seconds)


def _local(statement: Statement, setting: SetVariable) -> Problem:
    return Problem(
        f"SET LOCAL {setting.name} does nothing outside a transaction",
        f"SET {setting.name} = '{setting.value}'",
        statement.place,
    )


def _limit(
    half: Sequence[Statement], position: int, setting: SetVariable, most: int
) -> Iterator[Problem]:
    place, waits = half[position].place, seconds(setting.value)
    if waits is None:
        return
    served = any(map(_locks, _served(half[position + 1 :])))
    if waits == 0 and served:
        yield Problem("lock_timeout = 0 waits for ever", _SHORT, place)
    elif waits > most and served:
        wait = f"lock_timeout = {setting.value} lets everyone wait for more than {most} s"
        yield Problem(wait, _SHORT, place)
    elif 0 < waits <= most and not any(map(_locks, half[position:])):
        late = [s for s in half[:position] if _locks(s) and not is_limited(s)]
        if late:
            yield Problem(
                f"lock_timeout is set after line {late[0].place.line}, which needed it",
                "set it before what locks a table",
                place,
            )


def _served(later: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the statements up to the next SET of the same."""
    for statement in later:
        if any(setting.name == "lock_timeout" for setting, _ in statement.of(SetVariable)):
            return
        yield statement


def _locks(statement: Statement) -> bool:
    return any(lock >= Lock.SHARE for _, lock in statement.effect.locks)


def _around(statement: Statement, most: int) -> Iterator[Problem]:
    waits = seconds(statement.situation.setting("lock_timeout"))
    if not waits or waits > most:
        return
    for operation in statement.operations:
        if isinstance(operation, (CreateIndex, Reindex, DropIndex)) and operation.concurrently:
            yield Problem(
                "CONCURRENTLY waits for older transactions: lock_timeout ends it half-way,"
                " with an index that is not valid",
                "put before it: SET lock_timeout = 0",
                statement.place,
            )


_SHORT = "SET LOCAL lock_timeout = '2s', and let the deploy try again"
