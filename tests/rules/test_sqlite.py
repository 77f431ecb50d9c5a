"""SQLite is asked whether it refuses what the rules say it refuses."""

import sqlite3
from contextlib import closing

import pytest

from branchline.model.effects import Engine
from branchline.rules import sqlite
from branchline.rules.sqlite.drop_column_dependent import drop_column_dependent
from branchline.rules.sqlite.rebuild_null_to_notnull import rebuild_null_to_notnull
from branchline.rules.sqlite.unsupported_alter import unsupported_alter
from tests.sql.units import statements

SQLITE = Engine("sqlite", (3, 40))
TABLE = """create table p (id integer primary key);
create table t (id integer primary key, a int, b int unique, c int, e int, g int as (e + 1), h int,
    i int, k int, l int, m int, check (h < i), unique (k, l));
create index by_c on t (c); create index by_a on t (a) where m > 0; insert into t (id) values (1);
"""


def refused(before: str, statement: str) -> bool:
    """Whether SQLite refuses a statement."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(before)
        try:
            connection.execute(statement)
        except sqlite3.OperationalError:
            return True
    return False


def fires(rule: str, sql: str, before: str = "") -> bool:
    """Whether a rule finds something in the last statement."""
    [found] = [one for one in sqlite.RULES if one.id == rule]
    return bool([*found(statements(sql, before=before, engine=SQLITE)[-1])])


@pytest.mark.parametrize("before", [TABLE, f"pragma foreign_keys = on; {TABLE}"])
@pytest.mark.parametrize(
    "column",
    [
        "x int",
        "x int unique",
        "x int primary key",
        "x int default 1",
        "x int not null default 1",
        "x int default -1",
        "x int default (1 + 1)",
        "x int default (random())",
        "x text default current_timestamp",
        "x int default null",
        "x int as (a) virtual",
        "x int as (a) stored",
        "x int references p (id)",
        "x int references p (id) default 1",
        "x int check (x > 0)",
        "x text collate nocase",
    ],
)
def test_says_which_columns_cannot_be_added(before: str, column: str) -> None:
    add = f"alter table t add column {column}"
    setting = "pragma foreign_keys = on; " if before.startswith("pragma") else ""

    assert fires("unsupported-alter", setting + add, TABLE) == refused(before, add)


@pytest.mark.parametrize("column", ["a", "b", "c", "e", "g", "h", "id", "k", "m"])
def test_says_which_columns_cannot_be_dropped(column: str) -> None:
    drop = f"alter table t drop column {column}"

    assert fires("drop-column-dependent", drop, TABLE) == refused(TABLE, drop)


def test_a_view_that_gives_the_column_keeps_it() -> None:
    table = "create table t (a int, b int, c int); create view v as select a from t;"

    for column in "ab":
        drop = f"alter table t drop column {column}"
        assert fires("drop-column-dependent", drop, table) == refused(table, drop)


def test_says_what_reads_the_column() -> None:
    [statement] = statements("alter table t drop column b", before=TABLE, engine=SQLITE)

    [problem] = drop_column_dependent(statement)

    assert problem.message.startswith("t.b is read by the key ")
    assert not [*drop_column_dependent(statements("alter table x drop b", engine=SQLITE)[0])]


def test_says_what_cannot_be_added() -> None:
    [statement] = statements("alter table t add x int unique", engine=SQLITE)

    [problem] = unsupported_alter(statement)

    assert problem.message == "SQLite cannot add a UNIQUE column to a table: t.x fails"


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("insert into n (id, a) select id, a from o", True),
        ("insert into n select * from o", True),
        ("insert into n (id, a) select id, a from o where a is not null", False),
        ("insert into n (id, a) select id, coalesce(a, 0) from o", False),
        ("insert into n (id) select id from o", False),
        ("insert into n (id, a) values (1, 2)", False),
        ("insert into n (id, a) select id, a from unknown", False),
        ("insert into unknown (id, a) select id, a from o", False),
        ("insert into p (id, a) select id, a from o", False),
    ],
)
def test_says_when_a_null_would_break_the_copy(copy: str, *, expected: bool) -> None:
    before = (
        "create table o (id integer primary key, a int); create table p (id int, a int not null);"
    )
    script = f"create table n (id integer primary key not null, a int not null default 0); {copy}"

    [*_, last] = statements(script, before=before, engine=SQLITE)

    assert bool([*rebuild_null_to_notnull(last)]) is expected


def test_the_pragma_is_one_of_sqlite() -> None:
    assert fires("rebuild-fk-pragma", "pragma foreign_keys = off")
    assert not fires("rebuild-fk-pragma", "pragma defer_foreign_keys = on")
