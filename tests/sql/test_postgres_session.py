"""Rows, transactions, sessions and blocks, as PostgreSQL's reader sees them."""

import pytest

from branchline.model.operations.base import Expression, Name, Operation
from branchline.model.operations.objects import AlterSequence, RefreshView, Reindex
from branchline.model.operations.session import (
    Analyze,
    Begin,
    Cluster,
    Commit,
    Copy,
    Delete,
    Insert,
    LockTable,
    Merge,
    Other,
    Rollback,
    RunBlock,
    Savepoint,
    Select,
    SetVariable,
    Update,
    Vacuum,
)
from branchline.model.operations.tables import CreateTable, DropTable
from branchline.sql.postgres import read

T = Name("t")
U = Name("u")

STATEMENTS: list[tuple[str, tuple[Operation, ...]]] = [
    ("insert into t values (1, 'x')", (Insert(T, values=("x",)),)),
    (
        "insert into a.t (a, b) values (1, 2) on conflict do nothing",
        (Insert(Name("t", "a"), ("a", "b"), on_conflict=True),),
    ),
    ("insert into t default values", (Insert(T, default_values=True),)),
    (
        "insert into t (a) select * from u",
        (Insert(T, ("a",), from_query=True, reads=(U,), star=True),),
    ),
    ("insert into t (a) values (random())", (Insert(T, ("a",), functions=("random",)),)),
    ("update t set a = 1", (Update(T, ("a",)),)),
    (
        "update only t set (a, b) = (1, 2) where a is null",
        (Update(T, ("a", "b"), Expression("a is null", columns=("a",)), only=True),),
    ),
    (
        "update t set a = 'x' from u where t.id = u.id",
        (
            Update(
                T,
                ("a",),
                Expression("t.id = u.id", columns=("id",)),
                joins=True,
                reads=(U,),
                values=("x",),
            ),
        ),
    ),
    (
        "update t set a = 1 where id in (select id from t limit 5)",
        (
            Update(
                T,
                ("a",),
                Expression("id in (select id from t limit 5)", columns=("id",), subquery=True),
                limited=True,
                reads=(T,),
            ),
        ),
    ),
    ("delete from t", (Delete(T),)),
    ("delete from t where true", (Delete(T, Expression("true", constant=True, true=True)),)),
    (
        "delete from t using u where t.id = u.id returning *",
        (Delete(T, Expression("t.id = u.id", columns=("id",)), joins=True, reads=(U,)),),
    ),
    ("delete from t where current of c", (Delete(T, Expression("", constant=True)),)),
    (
        "merge into t using u on t.id = u.id when matched then delete",
        (Merge(T, deletes=True, reads=(U,)),),
    ),
    (
        "merge into t using u on true when not matched then insert values (1)",
        (Merge(T, reads=(U,)),),
    ),
    ("select now(), a.f(b) from t, lateral (select 1 from u) x", (Select((T, U), ("now", "a.f")),)),
    ("select * from t for update", (Select((T,), star=True, locking=True, every_row=True),)),
    ("select exists (select * from t), count(*)", (Select((T,), ("count",)),)),
    ("select pg_catalog.lower('x')", (Select((), ("lower",)),)),
    (
        "values (current_timestamp(3), current_user)",
        (Select((), ("current_timestamp", "current_user")),),
    ),
    ("table t", (Select((T,), star=True, every_row=True),)),
    ("select max(a) from t", (Select((T,), ("max",)),)),
    ("select 1 from t where a = 1", (Select((T,)),)),
    ("call a.p(1)", (Select((), ("a.p",)),)),
    ("execute q", (Select(),)),
    ("with d as (delete from t returning *) select * from d", (Delete(T), Select((T,), star=True))),
    (
        "with d as (select 1 from t) insert into u select 1 from d",
        (Insert(U, from_query=True, reads=(T,)),),
    ),
    (
        "select set_config('Lock_Timeout', '2s', true)",
        (Select((), ("set_config",)), SetVariable("lock_timeout", "2s", "local")),
    ),
    (
        "select pg_catalog.set_config('search_path', '', false)",
        (Select((), ("set_config",)), SetVariable("search_path", "", "session")),
    ),
    (
        "select setval('a.s', 3)",
        (Select((), ("setval",)), AlterSequence(Name("s", "a"), ("setval",))),
    ),
    (
        "select setval('\"S\"'::regclass, 3)",
        (Select((), ("setval",)), AlterSequence(Name("S"), ("setval",))),
    ),
    ("copy t (a, b) from stdin with (format csv)", (Insert(T, ("a", "b"), copy=True),)),
    ("copy t from '/x.csv'", (Insert(T, copy=True), Copy(T, "/x.csv", arrives=True))),
    (
        "copy t from program 'curl x'",
        (Insert(T, copy=True), Copy(T, "curl x", program=True, arrives=True)),
    ),
    ("copy t to stdout", (Copy(T, "stdout"),)),
    (
        "copy (select 1 from t) to program 'x'",
        (Select((T,), every_row=True), Copy(None, "x", program=True)),
    ),
    ("begin isolation level serializable", (Begin(),)),
    ("start transaction", (Begin(),)),
    ("end", (Commit(),)),
    ("commit and chain", (Commit(), Begin())),
    ("prepare transaction 'x'", (Commit(),)),
    ("commit prepared 'x'", (Other("commit prepared"),)),
    ("abort", (Rollback(),)),
    ("savepoint s", (Savepoint("s", "savepoint"),)),
    ("rollback to s", (Savepoint("s", "rollback to"),)),
    ("release s", (Savepoint("s", "release"),)),
    ("set lock_timeout = '2s'", (SetVariable("lock_timeout", "2s"),)),
    ("set local statement_timeout to 0", (SetVariable("statement_timeout", "0", "local"),)),
    ('set search_path to a, "$user"', (SetVariable("search_path", "a, $user"),)),
    ('set session "TimeZone" = utc', (SetVariable("timezone", "utc"),)),
    ("set a.b = on", (SetVariable("a.b", "on"),)),
    ("set role r", (SetVariable("role", "r"),)),
    ("set time zone 'utc'", (SetVariable("timezone", "utc"),)),
    ("set names 'latin1'", (SetVariable("client_encoding", "latin1"),)),
    ("set x to default", (SetVariable("x"),)),
    ("reset x", (SetVariable("x"),)),
    ("reset all", (SetVariable("all"),)),
    (
        "set transaction read only, isolation level serializable",
        (
            SetVariable("transaction_read_only", "1", "local"),
            SetVariable("transaction_isolation", "serializable", "local"),
        ),
    ),
    (
        "set session characteristics as transaction read only",
        (SetVariable("transaction_read_only", "1"),),
    ),
    ("set session session authorization default", (SetVariable("session_authorization"),)),
    (
        "lock table t, only u in share mode nowait",
        (LockTable(T, "SHARE", nowait=True), LockTable(U, "SHARE", nowait=True, only=True)),
    ),
    ("lock t", (LockTable(T, "ACCESS EXCLUSIVE"),)),
    ("vacuum", (Vacuum(),)),
    ("vacuum full t", (Vacuum((T,), full=True),)),
    ("vacuum (full, analyze) t, u", (Vacuum((T, U), full=True),)),
    ("vacuum (full off) t", (Vacuum((T,)),)),
    ("analyze t (a)", (Analyze((T,)),)),
    ("cluster t using i", (Cluster(T),)),
    ("cluster", (Cluster(),)),
    ("reindex table concurrently t", (Reindex(T, "table", concurrently=True),)),
    ("reindex (concurrently) index a.i", (Reindex(Name("i", "a"), "index", concurrently=True),)),
    ("reindex (concurrently false) schema s", (Reindex(Name("s"), "schema"),)),
    ("reindex database d", (Reindex(Name("d"), "database"),)),
    ("reindex system d", (Reindex(Name("d"), "system"),)),
    ("refresh materialized view concurrently v", (RefreshView(Name("v"), concurrently=True),)),
    ("refresh materialized view v with no data", (RefreshView(Name("v"), with_data=False),)),
    ("explain delete from t", (Other("explain"),)),
    ("explain (analyze) delete from t", (Delete(T),)),
    ("discard all", (Other("discard all"),)),
    ("show x", (Other("show"),)),
    ("checkpoint", (Other("checkpoint"),)),
    ("set constraints all deferred", (Other("set constraints"),)),
    ("prepare q as delete from t", (Other("prepare"),)),
    ("declare c cursor for select 1 from t", (Select((T,)),)),
    ("", ()),
    ("-- nothing", ()),
]

BLOCKS: list[tuple[str, tuple[Operation, ...]]] = [
    ("begin drop table t; end", (RunBlock("plpgsql"), DropTable(T))),
    (
        "begin if a then create table t (); else delete from u; end if; end",
        (RunBlock("plpgsql"), CreateTable(T), Delete(U)),
    ),
    (
        "begin for i in 1..9 loop update t set a = i; end loop; end",
        (RunBlock("plpgsql"), Update(T, ("a",))),
    ),
    (
        "begin perform set_config('x', 'y', false); end",
        (RunBlock("plpgsql"), Select((), ("set_config",)), SetVariable("x", "y")),
    ),
    ("begin execute 'drop table t'; end", (RunBlock("plpgsql"), DropTable(T))),
    ("begin execute format('drop table %I', a); end", (RunBlock("plpgsql", dynamic=True),)),
    ("begin execute 'drop table ' || quote_ident(a); end", (RunBlock("plpgsql", dynamic=True),)),
    ("begin execute 'drop table ' || a; end", (RunBlock("plpgsql", dynamic=True, unquoted=True),)),
    (
        "declare a int; begin select 1 into a from t; end",
        (RunBlock("plpgsql"), Select((T,), every_row=True)),
    ),
    ("begin null; exception when others then delete from t; end", (RunBlock("plpgsql"), Delete(T))),
    ("begin no such thing", (RunBlock("plpgsql", dynamic=True),)),
    (
        "begin execute 'do $x$ begin drop table t; end $x$'; end",
        (RunBlock("plpgsql"), RunBlock("plpgsql"), DropTable(T)),
    ),
]


@pytest.mark.parametrize(("text", "operations"), STATEMENTS, ids=[t for t, _ in STATEMENTS])
def test_a_statement_is_its_operations(text: str, operations: tuple[Operation, ...]) -> None:
    assert read(text).operations == operations
    assert not read(text).error


@pytest.mark.parametrize(("body", "operations"), BLOCKS, ids=[b for b, _ in BLOCKS])
def test_a_block_does_what_can_be_read_from_it(
    body: str, operations: tuple[Operation, ...]
) -> None:
    assert read(f"do $body${body}$body$").operations == operations


def test_a_block_in_another_language_cannot_be_read() -> None:
    parsed = read("do language plpython3u $$ plpy.execute('drop table t') $$")

    assert parsed.operations == (RunBlock("plpython3u", dynamic=True),)


def test_a_block_may_hold_the_tag_it_is_read_under() -> None:
    parsed = read("do $$ begin execute $block$drop table t$block$; end $$")

    assert parsed.operations == (RunBlock("plpgsql"), DropTable(T))


def test_a_sequence_of_a_column_has_the_name_the_server_gave_it() -> None:
    parsed = read("select setval(pg_get_serial_sequence('a.t', 'id'), max(id)) from a.t")

    assert AlterSequence(Name("t_id_seq", "a"), ("setval",)) in parsed.operations
