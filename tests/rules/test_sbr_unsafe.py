"""Rows that are numbered in the order in which they come."""

import pytest

from branchline.model.effects import Engine
from branchline.rules.mysql.sbr_unsafe import sbr_unsafe
from tests.sql.units import statements

MARIADB = Engine("mariadb")
TABLES = (
    "create table t (id bigint auto_increment primary key, a int);\n"
    "create table plain (id bigint primary key, a int);\n"
    "create table u (a int, b int);"
)


def messages(sql: str) -> list[str]:
    """What is said of statements after the tables."""
    found = statements(sql, before=TABLES, engine=MARIADB)
    assert not [one.error for one in found if one.error]
    return [problem.message for one in found for problem in sbr_unsafe(one)]


@pytest.mark.parametrize(
    "query",
    [
        "select a from u",
        "select u.a from u join plain on plain.a = u.a where u.b > 1",
        "select a from u union all select b from u",
        "select max(a) from u group by b",
        "select x.a from (select a from u order by b) x",
    ],
)
def test_numbers_are_given_out_in_no_order(query: str) -> None:
    assert messages(f"insert into t (a) {query}") == [
        "rows of t are numbered in the order in which they come"
    ]


@pytest.mark.parametrize(
    "insert",
    [
        "insert into t (a) select a from u order by b",
        "insert into t (a) select a from u union select b from u order by 1",
        "insert into t (a) select 1",
        "insert into t (a) select 1 from dual where not exists (select 1 from t where a = 1)",
        "insert into t (a) select max(a) from u",
        "insert into t (id, a) select b, a from u",
        "insert into t select b, a from u",
        "insert into plain (a) select a from u",
        "insert into elsewhere (a) select a from u",
        "insert into t (a) values (1), (2)",
    ],
)
def test_an_order_or_numbers_of_ones_own_or_one_row_is_safe(insert: str) -> None:
    assert not messages(insert)


def test_it_is_only_to_know() -> None:
    [found] = statements("insert into t (a) select a from u", before=TABLES, engine=MARIADB)

    assert [problem.informs for problem in sbr_unsafe(found)] == [True]
