"""MySQL's ways as its manual has them: no MySQL is asked."""

import pytest

from branchline.model.effects import Blocks, Effect, Engine
from tests.sql.units import statements

T = """create table t (id int primary key, a int, b varchar(50), e enum('x'), n int not null,
    v int as (a + 1) virtual, s int as (a + 1) stored, key k (a));
"""
FULLTEXT = "create table t (id int primary key, b text, fulltext (b));"
CASCADES = """create table p (id int primary key);
create table t (id int primary key, p int, foreign key (p) references p (id) on delete cascade);
"""
OLD, FIRST, LAST, LTS, NEW = (5, 7), (8, 0, 20), (8, 0), (8, 4), (9, 1)
INSTANT, FREE = ("INSTANT", "NONE", ""), ("INPLACE", "NONE", "")
READ, REBUILT = ("INPLACE", "NONE", "read"), ("INPLACE", "NONE", "written")
WAITS, COPY = ("INPLACE", "SHARED", "written"), ("COPY", "SHARED", "written")
EVERY = (OLD, FIRST, LAST, LTS, NEW)

# What it is, on 5.7, 8.0.20, the last 8.0, 8.4 and 9.
ACTIONS = {
    "add x int": (REBUILT, INSTANT, INSTANT, INSTANT, INSTANT),
    "add x int first": (REBUILT, REBUILT, INSTANT, INSTANT, INSTANT),
    "drop b": (REBUILT, REBUILT, INSTANT, INSTANT, INSTANT),
    "drop a": (REBUILT,) * 5,
    "drop s": (REBUILT,) * 5,
    "drop v": (FREE, INSTANT, INSTANT, INSTANT, INSTANT),
    "add x int as (n) virtual": (FREE, INSTANT, INSTANT, INSTANT, INSTANT),
    "add x int as (n) stored": (COPY,) * 5,
    "add x int auto_increment unique": (WAITS,) * 5,
    "add x int default (uuid())": (COPY,) * 5,
    "add x datetime default current_timestamp": (REBUILT, INSTANT, INSTANT, INSTANT, INSTANT),
    "add x int references p (id)": (REBUILT, INSTANT, INSTANT, INSTANT, COPY),
    "add x int check (x > 0)": (REBUILT, COPY, COPY, COPY, COPY),
    "add x int, add index (n)": (REBUILT,) * 5,
    "rename column n to m": (FREE, FREE, INSTANT, INSTANT, INSTANT),
    "modify n int not null after id": (REBUILT,) * 5,
    "modify n int": (REBUILT,) * 5,
    "modify n bigint not null": (COPY,) * 5,
    "modify b varchar(63)": (FREE,) * 5,
    "modify b varchar(64)": (COPY,) * 5,
    "modify b varchar(50) collate utf8mb4_bin": (COPY,) * 5,
    "modify e enum('x','y')": (FREE, INSTANT, INSTANT, INSTANT, INSTANT),
    "modify e enum('y','x')": (COPY,) * 5,
    "alter n set default 3": (FREE, INSTANT, INSTANT, INSTANT, INSTANT),
    "add index (n)": (READ,) * 5,
    "add fulltext (b)": (WAITS,) * 5,
    "drop index k": (FREE,) * 5,
    "rename index k to l": (FREE,) * 5,
    "drop primary key": (COPY,) * 5,
    "drop primary key, add primary key (n)": (REBUILT,) * 5,
    "add foreign key (n) references p (id)": (COPY,) * 5,
    "add check (n > 0)": (FREE, COPY, COPY, COPY, COPY),
    "add check (n > 0) not enforced": (FREE,) * 5,
    "force": (REBUILT,) * 5,
    "engine = innodb": (REBUILT,) * 5,
    "engine = myisam": (COPY,) * 5,
    "row_format = compressed": (REBUILT,) * 5,
    "convert to character set latin1": (COPY,) * 5,
    "convert to character set utf8mb4": (FREE,) * 5,
    "default character set latin1": (REBUILT,) * 5,
    "default character set utf8mb4": (FREE,) * 5,
    "auto_increment = 10": (FREE,) * 5,
    "partition by hash (id)": (COPY,) * 5,
    "remove partitioning": (COPY,) * 5,
    "add x int, algorithm = copy": (COPY,) * 5,
}


@pytest.mark.parametrize(
    ("action", "version", "expected"),
    [
        (action, version, way)
        for action, ways in ACTIONS.items()
        for version, way in zip(EVERY, ways, strict=True)
    ],
)
def test_each_version_has_its_way(
    action: str, version: tuple[int, ...], expected: tuple[str, str, str]
) -> None:
    assert way(effect(f"alter table t {action}", version=version)) == expected


def test_a_fulltext_index_makes_columns_wait() -> None:
    assert way(effect("alter table t add x int", FULLTEXT)) == WAITS
    assert way(effect("alter table t force", FULLTEXT)) == COPY
    assert way(effect("alter table t add x int, add y int", FULLTEXT)) == WAITS


def test_a_cascade_into_the_table_makes_writes_wait() -> None:
    assert way(effect("alter table t add index (p)", CASCADES)) == ("INPLACE", "SHARED", "read")


def test_not_null_copies_unless_the_session_is_strict() -> None:
    table, change = (
        "create table t (id int primary key, a int);",
        "alter table t modify a int not null",
    )

    assert way(effect(f"set sql_mode = ''; {change}", table)) == COPY
    assert way(effect(f"set sql_mode = 'TRADITIONAL'; {change}", table)) == REBUILT


def test_utf8_becomes_longer_in_place_where_no_index_has_the_column() -> None:
    plain = "create table t (id int primary key, b varchar(50) character set utf8, key k (id));"
    change = "alter table t modify b varchar(50) character set utf8mb4"

    assert way(effect(change, plain)) == FREE
    assert way(effect(change, plain.replace("k (id)", "k (b)"))) == COPY
    assert way(effect(change, plain, version=OLD)) == COPY


def test_renaming_holds_the_table_for_an_instant() -> None:
    found = effect("rename table t to u")

    assert (found.algorithm, found.lock, found.blocks) == ("INSTANT", "EXCLUSIVE", Blocks.NOTHING)


def test_says_who_waits_and_why() -> None:
    copied = effect("alter table t modify n bigint not null")
    rebuilt = effect("optimize table t")

    assert (copied.blocks, copied.rewrites, copied.scans) == (Blocks.WRITES, ("t",), ("t",))
    assert copied.reasons == ("every row is written anew in the new type",)
    assert (rebuilt.blocks, rebuilt.rewrites) == (Blocks.NOTHING, ("t",))


def test_every_definition_ends_the_transaction() -> None:
    definitions = [
        "create table x (id int)",
        "drop table t",
        "truncate t",
        "create view w as select 1",
        "create index i on t (n)",
        "alter table t add x int",
        "rename table t to u",
        "grant select on t to a",
        "lock tables t write",
    ]
    others = [
        "insert into t (id, n) values (1, 2)",
        "create temporary table x (id int)",
        "drop temporary table x",
        "set sql_mode = ''",
    ]

    assert not any(effect(text).transactional for text in definitions)
    assert all(effect(text).transactional for text in others)


def test_rows_that_are_there_may_refuse_it() -> None:
    refused = [
        "add unique (n)",
        "modify a int not null",
        "modify n smallint not null",
        "modify n int unsigned not null",
        "modify e enum('y')",
        "modify b varchar(20)",
        "modify b int",
        "add check (n > 0)",
        "add foreign key (n) references p (id)",
        "add x int not null default 1 unique",
    ]
    taken = [
        "add x int",
        "add x int not null",
        "modify n bigint not null",
        "modify n int",
        "modify b text",
        "modify b varchar(80)",
        "add index (n)",
        "add x int unique",
        "modify e enum('x','y')",
    ]

    assert [one for one in refused + taken if fails(one)] == refused


def test_a_column_that_nobody_told_of_makes_it_unsure() -> None:
    found = effect("alter table other modify x bigint")

    assert (found.algorithm, found.unknown) == ("INSTANT", "the type of other.x before")


def test_a_table_of_the_unit_is_nobodys_yet() -> None:
    found = effect("create table x (a int); alter table x modify a bigint")

    assert (found.algorithm, found.lock) == ("COPY", "SHARED")
    assert found.rewrites + found.scans == ()
    assert not found.may_fail_on_data
    assert found.blocks is Blocks.NOTHING


def test_mariadb_copies_while_others_write_from_11_2_on() -> None:
    change = "alter table t modify n bigint not null"

    assert way(effect(change, engine=Engine("mariadb", (11, 1)))) == COPY
    assert way(effect(change, engine=Engine("mariadb", (11, 4)))) == ("COPY", "NONE", "written")
    cascades = effect("alter table t modify p bigint", CASCADES, Engine("mariadb", (11, 4)))
    assert way(cascades) == COPY


def test_a_version_that_nobody_told_is_the_newest_long_lived_one_that_waits() -> None:
    assert way(effect("alter table t drop b", engine=Engine("mysql"))) == INSTANT
    assert way(effect("alter table t drop b", engine=Engine("mysql", (8,)))) == INSTANT
    assert way(effect("alter table t force", engine=Engine("mariadb"))) == REBUILT
    assert way(effect("alter table t modify n bigint", engine=Engine("mariadb"))) == COPY


def effect(
    sql: str,
    before: str = T,
    engine: Engine | None = None,
    *,
    version: tuple[int, ...] = LTS,
) -> Effect:
    """The effect of the last statement."""
    found = statements(sql, before=before, engine=engine or Engine("mysql", version))
    assert not [one.error for one in found if one.error]
    return found[-1].effect


def fails(action: str) -> bool:
    """Whether rows may refuse an action."""
    return effect(f"alter table t {action}").may_fail_on_data


def way(found: Effect) -> tuple[str, str, str]:
    """Algorithm, lock, and what becomes of the rows."""
    rows = "written" if found.rewrites else "read" if found.scans else ""
    return found.algorithm, found.lock, rows
