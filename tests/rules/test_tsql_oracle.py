"""What the pages of SQL Server's and Oracle's rules do not show."""

from dataclasses import replace

from branchline.model.effects import Engine
from branchline.model.finding import Problem
from branchline.model.statement import Part
from branchline.rules import tsql_oracle
from tests.sql.units import judged

TSQL, ORACLE = Engine("tsql"), Engine("oracle")
RULES = {rule.id: rule for rule in tsql_oracle.RULES}


def problems(
    rule: str, sql: str, engine: Engine = TSQL, before: str = "", **options: object
) -> list[Problem]:
    """What a rule says of a changeset."""
    changeset = judged(sql, before=before, engine=engine, transaction=False)
    assert not [one.error for one in changeset.statements if one.error]
    subjects = (changeset,) if RULES[rule].scope is type(changeset) else changeset.statements
    return [problem for subject in subjects for problem in RULES[rule](subject, **options)]


def test_an_edition_without_online_is_not_asked_for_it() -> None:
    build = "create index i on t (a)"

    assert problems("index-not-online", build)[0].hint == "put behind it: WITH (ONLINE = ON)"
    assert problems("index-not-online", build, ORACLE)[0].hint == "put behind it: ONLINE"
    assert not problems("index-not-online", build, online_edition=False)
    assert problems("index-not-online", "create index i on t (a) with (online = off)")
    assert not problems("index-not-online", "create table t (a int); alter index i on t rebuild")
    assert not problems("index-not-online", "alter index i on t disable")
    assert not problems("index-not-online", "create view v as select 1 as a")


def test_names_the_columns_that_are_looked_at() -> None:
    table = "create table t (a int, b int not null, c varchar(20), d char(9) not null)"

    def messages(sql: str) -> list[str]:
        return [one.message for one in problems("alter-column-size-of-data", sql, before=table)]

    assert messages("alter table t alter column b bigint not null") == [
        "every row of t is looked at to change b: reads and writes wait"
    ]
    assert messages("alter table t alter column a int not null")
    assert messages("alter table t alter column c varchar(10)")
    assert messages("alter table t alter column d char(12) not null")
    assert not messages("alter table t alter column b int")
    assert not messages("alter table t alter column c varchar(30)")
    assert not messages("alter table t alter column b bigint not null with (online = on)")
    assert not messages("create table n (a int); alter table n alter column a bigint")
    assert not messages("alter table t alter column x bigint")


def test_an_edition_without_quick_defaults_writes_every_one() -> None:
    add = "alter table t add a int not null default 1"

    assert not problems("add-notnull-default", add)
    assert problems("add-notnull-default", add, online_edition=False)
    assert not problems("add-notnull-default", "alter table t add a int default newid()")


def test_a_constraint_is_trusted_when_all_are_checked() -> None:
    add = "alter table t with nocheck add constraint c check (a > 0)"

    [problem] = problems("constraint-untrusted", add)

    assert problem.message == "no row of t is checked, and c is not trusted"
    assert problem.hint == "ALTER TABLE t WITH CHECK CHECK CONSTRAINT c"
    assert not problems(
        "constraint-untrusted", f"{add}; alter table t with check check constraint all"
    )
    assert not problems("constraint-untrusted", "alter table t add primary key (a)")


def test_an_error_that_is_caught_need_not_abort() -> None:
    assert problems("xact-abort", "begin tran; update t set a = 1 where b = 2; commit")
    assert not problems("xact-abort", "set xact_abort on; begin tran; commit")
    assert not problems("xact-abort", "begin try select 1 end try begin catch throw end catch")


def test_settings_are_kept_by_modules_and_filtered_indexes() -> None:
    off = "set ansi_nulls off; set quoted_identifier off;"

    [problem] = problems("set-options", f"{off} create procedure p as select 1")

    assert problem.hint == "put before it: SET ANSI_NULLS, QUOTED_IDENTIFIER ON"
    assert not problems("set-options", f"{off} create index i on t (a); create table t (a int)")


def test_oracle_checks_no_rows_that_nobody_sees() -> None:
    add = "alter table t add constraint c foreign key (a) references p (id)"

    assert problems("constraint-validate", add, ORACLE)
    assert not problems("constraint-validate", f"create table t (a integer); {add}", ORACLE)


def test_oracle_drops_columns_on_the_way_back_as_it_likes() -> None:
    [drop] = judged("alter table t drop column a", engine=ORACLE).statements

    assert [*RULES["drop-column-online"](drop)]
    assert not [*RULES["drop-column-online"](replace(drop, part=Part.DOWN))]


def test_oracle_commits_rows_once() -> None:
    script = (
        "insert into t (a) values (1); alter table t add (b integer); alter table t add (c integer)"
    )

    assert len(problems("ddl-autocommit", script, ORACLE)) == 1
    plain = script.replace("(b integer)", "b int").replace("(c integer)", "c int")
    assert not problems("ddl-autocommit", plain, TSQL)


def test_oracle_waits_where_it_is_told_to() -> None:
    add = "alter table t add (b integer)"

    assert len(problems("missing-ddl-lock-timeout", f"{add}; {add}", ORACLE)) == 1
    wait = "alter session set ddl_lock_timeout = 5"
    assert not problems("missing-ddl-lock-timeout", f"{wait}; {add}", ORACLE)
    assert not problems("missing-ddl-lock-timeout", "insert into t (a) values (1)", ORACLE)
    assert not problems("missing-ddl-lock-timeout", "alter table t add b int", TSQL)


def test_oracle_keeps_the_indexes_of_a_new_table() -> None:
    drop = "alter table t drop partition p"

    assert problems("partition-ddl-indexes", drop, ORACLE)
    assert problems("partition-ddl-indexes", f"{drop} update", ORACLE)
    assert not problems("partition-ddl-indexes", f"{drop} update indexes parallel 4", ORACLE)
    assert not problems("partition-ddl-indexes", f"create table t (a integer); {drop}", ORACLE)
