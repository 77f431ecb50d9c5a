from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from branchline.model.changelog import Script
from branchline.model.effects import Effect, Engine
from branchline.model.finding import Place
from branchline.model.operations.tables import DropTable
from branchline.model.statement import Part
from branchline.sql.analyse import Replay, analyse
from tests.sql.units import POSTGRES, changeset, judged, statements

ODD = """
create table a (id int primary key, b int references a)
create table a partition of b default
alter table a rename to b
alter table b rename b to c
alter table a drop b
alter table a add x int default random()
alter table a add foreign key (b) references b
alter table a inherit b
alter table b inherit a
alter table a attach partition b for values in (1)
alter table b attach partition a default
alter table b detach partition a
alter table s.a alter id set not null
truncate a cascade
drop table a cascade
create view v as select * from w
create view w as select * from v
refresh materialized view v
drop view v cascade
create domain d as d
alter table a alter id type d
create type t as enum ('x')
alter type t set schema s
create index on a (id)
reindex index a_id_idx
alter schema public rename to s
set search_path = s, public
drop schema s cascade
begin
rollback
commit
"""


def test_judges_only_what_is_asked_with_the_schema_of_the_rest() -> None:
    changes = [
        changeset("1", "create table t (c varchar(9));"),
        changeset("2", "alter table t alter c type varchar(20);"),
        changeset("3", "alter table t alter c type varchar(10);"),
    ]

    [found] = analyse(changes, POSTGRES, judge={"3"})

    [statement] = found.statements
    assert found.change == "3"
    assert statement.effect.rewrites == ("t",)


def test_judges_everything_when_not_asked() -> None:
    changes = [changeset("1", "select 1"), changeset("2", "select 2; select 3")]

    assert [len(found.statements) for found in analyse(changes, POSTGRES)] == [1, 2]


def test_a_statement_knows_where_it_stands() -> None:
    script = Script("select 1;\n\n  alter table t\n    add x int;", "all.sql", line=11)
    change = replace(changeset("1", ""), script=script)

    [found] = analyse([change], POSTGRES)

    assert found.statements[1].place == Place("all.sql", 13, 3, 14, 13)
    assert found.statements[1].text == "alter table t\n    add x int"
    assert [s.position for s in found.statements] == [0, 1]


def test_the_way_back_starts_where_the_way_there_ends() -> None:
    replay = Replay(POSTGRES)
    undo = "alter table t drop column x; drop table t"

    found = replay.judge(changeset("1", "create table t (id int); alter table t add x int", undo))

    [first, second] = found.undo
    assert first.part is Part.DOWN
    assert first.catalog.tables["t"].column("x") is not None
    assert second.catalog.tables["t"].column("x") is None
    assert first.effect.lock_on("t").word == "AccessExclusive"
    assert "t" in replay.catalog.tables


def test_one_statement_nobody_understands_costs_itself_alone() -> None:
    [bad, good] = statements("alter tabel t; create table t (id int)")

    assert bad.error == 'syntax error at or near "tabel"'
    assert bad.operations == ()
    assert bad.effect == Effect()
    assert good.operations


def test_what_psql_would_do_is_said_to_be_for_the_client() -> None:
    [meta, good] = statements("\\set x 1\ncreate table t (id int);")

    assert meta.error == "client command"
    assert good.operations


def test_what_is_cut_short_is_called_by_that_name() -> None:
    [found] = statements("select 'abc")

    assert found.error == "unterminated string"


def test_a_statement_has_its_changeset_around_it() -> None:
    [first, second] = judged("create table t (id int); select 1", transaction=False).statements

    assert first.unit is second.unit
    assert not first.unit.wrapped
    assert len(first.unit.operations) == 2
    assert first.change == "2"


def test_a_long_insert_that_nobody_judges_still_puts_rows_in() -> None:
    rows = ", ".join(f"({number}, 'it''s; -- x')" for number in range(2000))
    before = f"create table t (id int, name text); insert into t (id, name) values {rows};"

    [found] = statements("select 1", before=before)

    assert found.catalog.tables["t"].rows


def test_what_cannot_change_the_schema_is_passed_over() -> None:
    before = "create table t (id int); update t set id = 1 where; grant; comment on nothing"

    [found] = statements("select 1", before=before)

    assert "t" in found.catalog.tables


def test_a_file_without_sql_is_no_trouble() -> None:
    found = judged("-- nothing yet\n")

    assert found.statements == ()


def test_an_engine_without_costs_says_so() -> None:
    before = "create table t (id int)"

    [found] = statements("alter table t add x int", before=before, engine=Engine("tsql"))

    assert found.effect.unknown == "what this costs on tsql"


@given(st.lists(st.sampled_from(ODD.strip().splitlines())))
def test_no_order_of_statements_is_too_odd(script: list[str]) -> None:
    for _ in analyse([changeset("1", ";".join(script), ";".join(reversed(script)))], POSTGRES):
        pass


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    [found] = analyse([changeset("1", text, text)], POSTGRES)

    assert len(found.statements) == len(found.undo)


def test_a_table_that_nobody_could_read_is_there_all_the_same() -> None:
    unread = "create table s.t (id $%KEY%$, a int)"
    text = f"{unread}; create index on s.t (a); drop table s.t"

    create, index, drop = statements(text)
    [later] = statements("alter table s.t add b int", before=unread)

    assert create.error
    assert not create.operations
    assert not index.effect.locks
    assert drop.is_own(drop.of(DropTable)[0][0].table)
    assert later.catalog.tables["s.t"].complete is False


def test_a_table_that_nobody_could_read_may_have_been_there() -> None:
    _, drop = statements("create table if not exists t (id $%KEY%$); drop table t")

    assert not drop.is_own(drop.of(DropTable)[0][0].table)
