"""Where SQL Server's batches and PL/SQL's units end."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from branchline.model.changelog import ChangeSet, Reversal, Script
from branchline.model.effects import Engine
from branchline.model.finding import Problem
from branchline.rules.robustness.missing_terminator import missing_terminator
from branchline.rules.tsql_oracle.batch_rules import batch_rules
from branchline.rules.tsql_oracle.missing_slash import missing_slash
from branchline.sql.analyse import analyse
from tests.sql.units import changeset, judged

TSQL, ORACLE = Engine("tsql"), Engine("oracle")
TWO = "create table t (a int);\ncreate view v as select a from t;\n"
OPEN = "begin\n  p(1);\nend;\n"


def batches(sql: str) -> list[int]:
    """The lines that begin no batch and have to."""
    return lines(batch_rules(judged(sql, engine=TSQL, transaction=False)))


def lines(problems: Iterable[Problem]) -> list[int]:
    """The line of each problem."""
    return [one.at.line for one in problems if one.at]


@pytest.mark.parametrize(
    "module",
    [
        "create view v as select 1 as a",
        "CREATE OR ALTER VIEW v AS SELECT 1 AS a",
        "alter view v as select 1 as a",
        "create procedure p as begin select 1; select 2; end",
        "create function f() returns int as begin return 1; end",
        "create trigger r on t after insert as begin select 1; end",
        "create schema s",
    ],
)
def test_modules_begin_their_batch(module: str) -> None:
    assert batches(f"create table t (a int);\n{module};\n") == [2]
    assert not batches(f"create table t (a int);\nGO\n{module};\n")
    assert not batches(f"-- first\n{module};\n")


def test_a_batch_ends_at_go_alone_and_not_inside_a_string() -> None:
    assert not batches(
        "create table t (a int)\r\n  go 2  -- twice\r\n\r\ncreate view v as select 1 a"
    )
    assert batches("insert into t (a) values ('\nGO\n');\ncreate view v as select 1 as a;") == [4]
    assert batches("select 1; create view v as select 1 as a;") == [1]
    assert not batches("create table t (a int);\nalter schema s transfer t;")
    assert not list(batch_rules(judged(TWO)))


def test_a_way_back_has_batches_too() -> None:
    two = replace(changeset("1", ""), rollback=Script(TWO, "1.sql", 7), reversal=Reversal.PRESENT)
    [found] = analyse([replace(two, script=None)], TSQL)

    assert lines(batch_rules(found)) == [8]


def test_a_tool_that_cuts_at_semicolons_needs_no_lines() -> None:
    def sent(engine: Engine, sql: str, **entry: str) -> ChangeSet:
        found = judged(sql, engine=engine, transaction=False)
        return replace(found, entry=replace(found.entry, **entry))  # type: ignore[arg-type]  # strings

    for entry in ({"author": "ada"}, {"path": "a.py"}):
        assert not list(batch_rules(sent(TSQL, TWO, **entry)))
        assert not list(missing_slash(sent(ORACLE, OPEN, **entry)))
    sqitch = {"author": "ada", "lineage": "1f"}
    assert lines(missing_slash(sent(ORACLE, OPEN, **sqitch))) == [1]


def test_a_unit_without_a_slash_is_named_once_wherever_it_stands() -> None:
    found = judged(f"{OPEN}create table t (a number);\n{OPEN}/\n{OPEN}", engine=ORACLE)

    assert lines(missing_slash(found)) == [1, 9]
    assert not list(missing_terminator(found))
    last = judged("create table t (a number)", engine=ORACLE)
    assert lines(missing_terminator(last)) == [1]
    assert not list(missing_slash(last))
    assert not list(missing_slash(judged("create type body x as begin;", engine=TSQL)))
