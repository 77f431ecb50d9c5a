import pytest

from branchline.model.changelog import ChangeSet, Entry, Order
from branchline.model.effects import Effect, Engine, Lock
from branchline.model.finding import Place
from branchline.model.operations.session import Select
from branchline.model.statement import Situation, Unit
from branchline.rules.locks.missing_lock_timeout import missing_lock_timeout
from tests.rules.statements import BARE, BLOCKS_READS, statement

ENTRY = Entry("0001", "1", "0001.sql", Order(0, (1,)))
LOCKS = statement(Select(), BLOCKS_READS, place=Place("0001.sql", 3))


def test_speaks_once_for_each_half() -> None:
    changeset = ChangeSet(ENTRY, statements=(LOCKS, LOCKS), undo=(LOCKS,))

    problems = [*missing_lock_timeout(changeset)]

    assert [problem.at for problem in problems] == [LOCKS.place, LOCKS.place]
    assert problems[0].message == (
        "waits for a lock on orders without limit, and every query waits behind it"
    )
    assert problems[0].hint == "put before it: SET LOCAL lock_timeout = '2s'"


def test_outside_a_transaction_local_would_do_nothing() -> None:
    bare = statement(Select(), BLOCKS_READS, situation=BARE)

    [problem] = missing_lock_timeout(ChangeSet(ENTRY, statements=(bare,)))

    assert problem.hint == "put before it: SET lock_timeout = '2s'"


def test_reads_do_not_wait_behind_a_lock_against_writes() -> None:
    weaker = statement(Select(), Effect(locks=(("orders", Lock.SHARE),)))

    [all_wait] = missing_lock_timeout(ChangeSet(ENTRY, statements=(LOCKS,)))
    [writes_wait] = missing_lock_timeout(ChangeSet(ENTRY, statements=(weaker,)))

    assert all_wait.message.endswith("every query waits behind it")
    assert writes_wait.message.endswith("every write waits behind it")


@pytest.mark.parametrize("setting", ["2s", "1500", "100ms", "1min"])
def test_any_limit_is_one(setting: str) -> None:
    limited = Situation(settings=(("lock_timeout", setting),))
    changeset = ChangeSet(ENTRY, statements=(statement(Select(), BLOCKS_READS, situation=limited),))

    assert not [*missing_lock_timeout(changeset)]


@pytest.mark.parametrize("setting", ["0", "0s", "0 ms", "00"])
def test_zero_is_none(setting: str) -> None:
    limited = Situation(settings=(("lock_timeout", setting),))
    changeset = ChangeSet(ENTRY, statements=(statement(Select(), BLOCKS_READS, situation=limited),))

    assert [*missing_lock_timeout(changeset)]


def test_weak_locks_other_engines_and_managed_timeouts_are_no_matter() -> None:
    weak = Effect(locks=(("orders", Lock.SHARE_UPDATE_EXCLUSIVE),))
    quiet = (
        statement(Select(), weak),
        statement(Select(), BLOCKS_READS, engine=Engine("mariadb")),
        statement(Select(), BLOCKS_READS, unit=Unit(managed_timeouts=True)),
    )

    assert not [*missing_lock_timeout(ChangeSet(ENTRY, statements=quiet))]
