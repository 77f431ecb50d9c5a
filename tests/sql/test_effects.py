"""What no server can be asked in a transaction: rows in the way, and what is unknown."""

import pytest

from branchline.model.effects import Blocks, Effect, Engine, Lock
from branchline.model.schema import Catalog
from branchline.sql.effects import total
from branchline.sql.effects.volatility import Volatility, volatility
from tests.sql.units import statements

T = """create table p (id int primary key);
create table t (id int primary key, a int, b text, c varchar(20), n numeric(10,2), e int not null);
create table m (id int not null) partition by range (id); create table md partition of m default;
create table mn (id int not null);
alter table t add constraint k check (a > 0) not valid;
create domain d as int; alter table p add x d;
"""


def effect(sql: str, *, before: str = T, version: int = 15) -> Effect:
    engine = Engine("postgres", (version,))
    return statements(sql, before=before, engine=engine)[-1].effect


@pytest.mark.parametrize(
    ("sql", "may_fail"),
    [
        ("alter table t alter a set not null", True),
        ("alter table t alter e set not null", False),
        ("alter table t add x int not null", True),
        ("alter table t add x int not null default 1", False),
        ("alter table t add x int", False),
        ("alter table t add x int unique", False),
        ("alter table t add x int default 1 unique", True),
        ("alter table t add x serial primary key", True),
        ("alter table t add check (a > 0)", True),
        ("alter table t add check (a > 0) not valid", False),
        ("alter table t validate constraint k", True),
        ("alter table t add foreign key (a) references p", True),
        ("alter table t add foreign key (a) references p not valid", False),
        ("alter table t add unique (a)", True),
        ("create unique index on t (a)", True),
        ("create unique index concurrently on t (a)", True),
        ("create index on t (a)", False),
        ("alter table t alter a type bigint", False),
        ("alter table t alter a type smallint", True),
        ("alter table t alter a type text", False),
        ("alter table t alter b type int using b::int", True),
        ("alter table t alter c type varchar(30)", False),
        ("alter table t alter c type varchar(10)", True),
        ("alter table t alter n type numeric(12,2)", False),
        ("alter table t alter n type numeric(12,4)", True),
        ("alter table m attach partition mn for values from (1) to (2)", True),
        ("create table m2 partition of m for values from (1) to (2)", True),
        ("alter domain d add constraint k check (value > 0)", True),
        ("drop table t", False),
        ("create table x (a int); alter table x alter a set not null", False),
    ],
)
def test_says_when_rows_may_be_in_the_way(sql: str, may_fail: bool) -> None:  # noqa: FBT001
    assert effect(sql).may_fail_on_data is may_fail


@pytest.mark.parametrize(
    ("sql", "unknown"),
    [
        ("alter table other alter c type text", "the type of other.c before"),
        ("alter table t add x int default mine()", "whether mine() is volatile"),
        ("alter table t add x int default app.mine()", "whether app.mine() is volatile"),
        ("drop index nobody_knows", "the table of index nobody_knows"),
        ("alter table other add primary key using index i", "whether the columns of i may be NULL"),
    ],
)
def test_says_what_the_changelog_does_not_tell(sql: str, unknown: str) -> None:
    found = effect(sql)

    assert found.unknown == unknown
    assert found.rewrites == ()


def test_concurrently_and_the_transaction_do_not_go_together() -> None:
    assert not effect("create index concurrently on t (a)").transactional
    assert not effect("alter table m detach partition md concurrently").transactional
    assert not effect("reindex table concurrently t").transactional


def test_a_scan_under_a_lock_that_is_held_already_blocks_reads() -> None:
    found = effect("alter table t add x int; create index on t (a)")

    assert found.lock_on("t") is Lock.SHARE
    assert found.blocks is Blocks.READS


@pytest.mark.parametrize(
    ("sql", "version", "rewrites"),
    [
        ("alter table t add x int default 5", 10, True),
        ("alter table t add x int default 5", 11, False),
        ("alter table t add x int generated always as (a * 2) virtual", 18, False),
    ],
)
def test_knows_what_versions_learnt(sql: str, version: int, *, rewrites: bool) -> None:
    assert bool(effect(sql, version=version).rewrites) is rewrites


def test_before_twelve_no_check_spares_the_scan() -> None:
    sql = "alter table t add check (b is not null); commit; alter table t alter b set not null"

    assert effect(sql, version=11).scans == ("t",)
    assert effect(sql, version=12).scans == ()


def test_before_twelve_an_enum_value_is_not_added_in_a_transaction() -> None:
    before = "create type mood as enum ('a')"

    assert not effect("alter type mood add value 'b'", before=before, version=11).transactional
    assert effect("alter type mood add value 'b'", before=before, version=12).transactional


def test_the_sum_takes_the_worst_of_everything() -> None:
    parts = (
        Effect(locks=(("t", Lock.SHARE_ROW_EXCLUSIVE),), scans=("t",), blocks=Blocks.WRITES),
        Effect(locks=(("t", Lock.ACCESS_EXCLUSIVE),), reasons=("x",), transactional=False),
        Effect(algorithm="COPY", lock="SHARED", unknown="y", may_fail_on_data=True),
    )

    found = total(parts)

    assert found.locks == (("t", Lock.ACCESS_EXCLUSIVE),)
    assert found.blocks is Blocks.READS
    assert (found.algorithm, found.lock, found.unknown) == ("COPY", "SHARED", "y")
    assert not found.transactional
    assert found.may_fail_on_data


def test_the_sum_of_nothing_is_nothing() -> None:
    assert total(()) == Effect()


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("now", Volatility.STABLE),
        ("lower", Volatility.STABLE),
        ("jsonb_build_object", Volatility.STABLE),
        ("pg_catalog.now", Volatility.STABLE),
        ("random", Volatility.VOLATILE),
        ("pg_sleep", Volatility.VOLATILE),
        ("uuidv7", Volatility.VOLATILE),
        ("uuid_generate_v4", Volatility.VOLATILE),
        ("extensions.uuid_generate_v4", Volatility.VOLATILE),
        ("uuid_nil", Volatility.STABLE),
        ("app.mine", Volatility.UNKNOWN),
    ],
)
def test_knows_the_functions_of_the_server(function: str, expected: Volatility) -> None:
    assert volatility([function], Catalog())[0] is expected


def test_the_worst_function_decides() -> None:
    assert volatility(["now", "mine", "random"], Catalog()) == (Volatility.VOLATILE, "random")
