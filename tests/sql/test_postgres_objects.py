"""Everything with a name but tables, as PostgreSQL's reader sees it."""

import pytest

from branchline.model.operations.base import (
    Constraint,
    ConstraintKind,
    Expression,
    Key,
    Name,
    Operation,
    SqlType,
)
from branchline.model.operations.objects import (
    AddEnumValue,
    AlterDomain,
    AlterObject,
    AlterSequence,
    CommentOn,
    CreateDomain,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateTrigger,
    CreateType,
    CreateView,
    DropIndex,
    DropObject,
    DropTrigger,
    DropView,
    RenameEnumValue,
    RenameObject,
    SetSchema,
)
from branchline.model.operations.session import Grant, Other, Revoke
from branchline.model.operations.tables import CreateTable
from branchline.sql.postgres import read

T = Name("t")

STATEMENTS: list[tuple[str, Operation]] = [
    ("create index i on t (a)", CreateIndex(T, "i", (Key("a"),), method="btree")),
    (
        "create unique index on a.t (a desc)",
        CreateIndex(Name("t", "a"), keys=(Key("a", descending=True),), unique=True, method="btree"),
    ),
    (
        "create index concurrently if not exists i on only t using gin (a gin_ops) where a > 1",
        CreateIndex(
            T,
            "i",
            (Key("a", operator_class="gin_ops"),),
            concurrently=True,
            if_not_exists=True,
            only=True,
            method="gin",
            where=Expression("a > 1", columns=("a",)),
        ),
    ),
    (
        (
            'create index i on t ((a + 1), lower(b) collate "C") include (c)'
            " with (fillfactor = 9) tablespace s"
        ),
        CreateIndex(
            T,
            "i",
            (
                Key("", Expression("a + 1", columns=("a",))),
                Key(
                    "", Expression("lower(b)", functions=("lower",), columns=("b",)), collation="C"
                ),
            ),
            method="btree",
            include=("c",),
            options=(("fillfactor", "9"), ("tablespace", "s")),
        ),
    ),
    (
        "create unique index i on t (a) nulls not distinct",
        CreateIndex(T, "i", (Key("a"),), unique=True, method="btree", nulls_not_distinct=True),
    ),
    (
        "drop index concurrently if exists a.i",
        DropIndex(Name("i", "a"), concurrently=True, if_exists=True),
    ),
    ("drop index i cascade", DropIndex(Name("i"), cascade=True)),
    (
        "create view v as select a, lower(b), c as d from t",
        CreateView(Name("v"), columns=("a", "lower", "d"), reads=(T,), mentions=("a", "b", "c")),
    ),
    (
        "create or replace view v (x) with (security_invoker) as select * from t join u using (a)",
        CreateView(
            Name("v"),
            replace=True,
            columns=("x",),
            reads=(T, Name("u")),
            star=True,
            options=(("security_invoker", "true"),),
        ),
    ),
    (
        "create temp view v as with c as (select 1 as a from t) select a from c",
        CreateView(Name("v"), temporary=True, columns=("a",), reads=(T,), mentions=("a",)),
    ),
    (
        "create materialized view if not exists v as select count(*) from t with no data",
        CreateView(
            Name("v"),
            materialized=True,
            if_not_exists=True,
            columns=("count",),
            reads=(T,),
            with_data=False,
        ),
    ),
    ("drop view if exists a.v cascade", DropView(Name("v", "a"), if_exists=True, cascade=True)),
    ("drop materialized view v", DropView(Name("v"), materialized=True)),
    ("create type a.e as enum ('x', 'y')", CreateType(Name("e", "a"), "enum", ("x", "y"))),
    ("create type c as (a int, b text)", CreateType(Name("c"), "composite", ("a", "b"))),
    ("create type r as range (subtype = int)", CreateType(Name("r"), "range")),
    ("create type b (input = i, output = o)", CreateType(Name("b"), "base")),
    ("create type s", CreateType(Name("s"), "shell")),
    ("alter type e add value 'x'", AddEnumValue(Name("e"), "x")),
    (
        "alter type e add value if not exists 'x' before 'y'",
        AddEnumValue(Name("e"), "x", "before y", if_not_exists=True),
    ),
    ("alter type e add value 'x' after 'y'", AddEnumValue(Name("e"), "x", "after y")),
    ("alter type e rename value 'x' to 'y'", RenameEnumValue(Name("e"), "x", "y")),
    (
        "create domain d as varchar(9) default 'x' not null check (value <> '')",
        CreateDomain(
            Name("d"),
            SqlType("varchar", (9,)),
            (
                Constraint(ConstraintKind.NOT_NULL),
                Constraint(
                    ConstraintKind.CHECK,
                    columns=("value",),
                    expression=Expression("value <> ''", columns=("value",), strings=("",)),
                ),
            ),
            Expression("'x'", constant=True, strings=("x",)),
        ),
    ),
    (
        "alter domain d add constraint c check (value > 0) not valid",
        AlterDomain(
            Name("d"),
            "add constraint",
            Constraint(
                ConstraintKind.CHECK,
                "c",
                ("value",),
                Expression("value > 0", columns=("value",)),
                valid=False,
            ),
            "c",
        ),
    ),
    ("alter domain d drop constraint c", AlterDomain(Name("d"), "drop constraint", name="c")),
    (
        "alter domain d validate constraint c",
        AlterDomain(Name("d"), "validate constraint", name="c"),
    ),
    ("alter domain d set not null", AlterDomain(Name("d"), "set not null")),
    ("alter domain d drop not null", AlterDomain(Name("d"), "drop not null")),
    ("alter domain d set default 1", AlterDomain(Name("d"), "set default")),
    ("alter domain d drop default", AlterDomain(Name("d"), "drop default")),
    (
        "create sequence if not exists a.s start 9 owned by t.c",
        CreateObject(
            "sequence",
            Name("s", "a"),
            if_not_exists=True,
            options=(("start", "9"), ("owned by", "t.c")),
        ),
    ),
    ("create temp sequence s", CreateObject("sequence", Name("s"), temporary=True)),
    (
        "alter sequence s restart with 3 increment 2 owned by none",
        AlterSequence(Name("s"), ("restart", "increment", "owned by")),
    ),
    (
        "create trigger g before insert on a.t execute function f.h()",
        CreateTrigger(Name("t", "a"), "g", Name("h", "f")),
    ),
    (
        "create or replace trigger g after update on t execute function h()",
        CreateTrigger(T, "g", Name("h"), replace=True),
    ),
    (
        "drop trigger if exists g on a.t cascade",
        DropTrigger(Name("t", "a"), "g", if_exists=True, cascade=True),
    ),
    (
        "create schema if not exists s authorization r",
        CreateObject("schema", Name("s"), if_not_exists=True, options=(("owner", "r"),)),
    ),
    (
        "create extension if not exists x with schema s cascade",
        CreateObject(
            "extension",
            Name("x"),
            if_not_exists=True,
            options=(("schema", "s"), ("cascade", "true")),
        ),
    ),
    ("create database d", CreateObject("database", Name("d"))),
    (
        "create policy p on t for select to public using (true)",
        CreateObject(
            "policy",
            Name("p"),
            table=T,
            options=(
                ("command", "select"),
                ("permissive", "true"),
                ("using", "true"),
                ("roles", "public"),
            ),
        ),
    ),
    (
        "create policy p on t as restrictive using (a = 1) with check (1 = 1)",
        CreateObject(
            "policy",
            Name("p"),
            table=T,
            options=(
                ("command", "all"),
                ("permissive", "false"),
                ("using", "a = 1"),
                ("check", "true"),
                ("roles", "public"),
            ),
        ),
    ),
    (
        "alter policy p on t using (a)",
        AlterObject("policy", Name("p"), "alter", T, (("using", "a"),)),
    ),
    (
        "create or replace rule r as on insert to t do instead nothing",
        CreateObject(
            "rule",
            Name("r"),
            replace=True,
            table=T,
            options=(("event", "insert"), ("instead", "true")),
        ),
    ),
    (
        "create role r superuser login password 'x'",
        CreateObject(
            "role",
            Name("r"),
            options=(("superuser", "true"), ("canlogin", "true"), ("password", "literal")),
        ),
    ),
    (
        "create role r password '${secret}'",
        CreateObject("role", Name("r"), options=(("password", "placeholder"),)),
    ),
    (
        "create user u bypassrls password null",
        CreateObject(
            "role",
            Name("u"),
            options=(("login", "true"), ("bypassrls", "true"), ("password", "null")),
        ),
    ),
    (
        "alter role r nosuperuser",
        AlterObject("role", Name("r"), "alter", options=(("superuser", "false"),)),
    ),
    (
        "alter role r set lock_timeout = '2s'",
        AlterObject("role", Name("r"), "set", options=(("lock_timeout", "2s"),)),
    ),
    ("alter role all reset all", AlterObject("role", Name(""), "reset", options=(("all", ""),))),
    ("drop role if exists r", DropObject("role", Name("r"), if_exists=True)),
    ("drop owned by r cascade", DropObject("owned", Name("r"), cascade=True)),
    (
        "create user mapping for u server s options (password 'x')",
        CreateObject("user mapping", Name("u", "s"), options=(("password", "literal"),)),
    ),
    (
        "alter user mapping for u server s options (set password 'x')",
        AlterObject("user mapping", Name("u", "s"), "alter", options=(("password", "literal"),)),
    ),
    ("drop user mapping for u server s", DropObject("user mapping", Name("u", "s"))),
    (
        "create server s foreign data wrapper f options (host 'h')",
        CreateObject("server", Name("s"), options=(("host", "h"),)),
    ),
    (
        "create subscription s connection 'password=x' publication p",
        CreateObject("subscription", Name("s"), options=(("connection", "literal"),)),
    ),
    ("create publication p for all tables", CreateObject("publication", Name("p"))),
    ("alter publication p add table t", AlterObject("publication", Name("p"), "alter")),
    ("create cast (a as b) without function", CreateObject("cast", Name("a b"))),
    ("create statistics s on a, b from t", CreateObject("statistics", Name("s"), table=T)),
    (
        "create aggregate a (int) (sfunc = f, stype = int)",
        CreateObject("aggregate", Name("a"), options=(("sfunc", "f"), ("stype", "int4"))),
    ),
    (
        "create event trigger e on ddl_command_start execute function f()",
        CreateObject("event trigger", Name("e")),
    ),
    ("create language plpython3u", CreateObject("extension", Name("plpython3u"))),
    ("drop schema s cascade", DropObject("schema", Name("s"), cascade=True)),
    ("drop database if exists d", DropObject("database", Name("d"), if_exists=True)),
    ("drop extension x", DropObject("extension", Name("x"))),
    (
        "drop function a.f(int, text)",
        DropObject("function", Name("f", "a"), arguments=("integer", "text")),
    ),
    ("drop procedure if exists p", DropObject("procedure", Name("p"), if_exists=True)),
    ("drop aggregate f(*)", DropObject("aggregate", Name("f"))),
    ("drop operator + (int, none)", DropObject("operator", Name("+"), arguments=("integer",))),
    ("drop type a.e", DropObject("type", Name("e", "a"))),
    ("drop domain d", DropObject("domain", Name("d"))),
    ("drop sequence a.s", DropObject("sequence", Name("s", "a"))),
    ("drop policy p on a.t", DropObject("policy", Name("p"), table=Name("t", "a"))),
    ("drop rule r on t", DropObject("rule", Name("r"), table=T)),
    ("drop cast (a as b)", DropObject("cast", Name("a b"))),
    ("drop operator class a.c using btree", DropObject("operator class", Name("c", "a"))),
    ("drop server s", DropObject("server", Name("s"))),
    ("drop tablespace s", DropObject("tablespace", Name("s"))),
    ("alter schema s rename to u", RenameObject("schema", Name("s"), "u")),
    ("alter index a.i rename to j", RenameObject("index", Name("i", "a"), "j")),
    ("alter view v rename to w", RenameObject("view", Name("v"), "w")),
    ("alter materialized view v rename to w", RenameObject("materialized view", Name("v"), "w")),
    ("alter type a.e rename to g", RenameObject("type", Name("e", "a"), "g")),
    ("alter domain d rename to e", RenameObject("domain", Name("d"), "e")),
    (
        "alter domain d rename constraint a to b",
        RenameObject("domain constraint", Name("a"), "b", Name("d")),
    ),
    ("alter function a.f(int) rename to g", RenameObject("function", Name("f", "a"), "g")),
    ("alter sequence s rename to u", RenameObject("sequence", Name("s"), "u")),
    ("alter role r rename to q", RenameObject("role", Name("r"), "q")),
    ("alter policy p on t rename to q", RenameObject("policy", Name("p"), "q", T)),
    ("alter trigger g on t rename to h", RenameObject("trigger", Name("g"), "h", T)),
    ("alter table t set schema s", SetSchema("table", T, "s")),
    ("alter function f(int) set schema s", SetSchema("function", Name("f"), "s")),
    ("alter type a.e set schema s", SetSchema("type", Name("e", "a"), "s")),
    (
        "alter function f(int) owner to r",
        AlterObject("function", Name("f"), "owner", options=(("owner", "r"),)),
    ),
    (
        "alter schema s owner to current_user",
        AlterObject("schema", Name("s"), "owner", options=(("owner", "current_user"),)),
    ),
    (
        "alter function f security definer set search_path = a, b",
        AlterObject(
            "function",
            Name("f"),
            "alter",
            options=(("security", "definer"), ("set search_path", "a, b")),
        ),
    ),
    (
        "alter database d set tablespace s",
        AlterObject("database", Name("d"), "set tablespace", options=(("tablespace", "s"),)),
    ),
    (
        "alter database d set a = 3",
        AlterObject("database", Name("d"), "set", options=(("a", "3"),)),
    ),
    ("alter system set a = 3", AlterObject("system", Name(""), "set", options=(("a", "3"),))),
    ("alter system reset a", AlterObject("system", Name(""), "reset", options=(("a", ""),))),
    (
        "alter extension x update to '2'",
        AlterObject("extension", Name("x"), "update", options=(("new_version", "2"),)),
    ),
    (
        "alter extension x drop table t",
        AlterObject("extension", Name("x"), "drop", options=(("table", "t"),)),
    ),
    (
        "alter tablespace s set (a = 3)",
        AlterObject("tablespace", Name("s"), "alter", options=(("a", "3"),)),
    ),
    ("comment on table a.t is 'x'", CommentOn("table", Name("t", "a"), "x")),
    ("comment on column a.t.c is 'x'", CommentOn("column", Name("c"), "x", Name("t", "a"))),
    ("comment on constraint c on t is null", CommentOn("constraint", Name("c"), None, T)),
    (
        "comment on constraint c on domain d is 'x'",
        CommentOn("domain constraint", Name("c"), "x", Name("d")),
    ),
    ("comment on function f(int) is ''", CommentOn("function", Name("f"))),
    ("comment on type a.e is 'x'", CommentOn("type", Name("e", "a"), "x")),
    (
        "grant select, update on a.t to public",
        Grant(("select", "update"), "table", (Name("t", "a"),), ("public",)),
    ),
    (
        "grant all on t to r with grant option",
        Grant((), "table", (T,), ("r",), every=True, grant_option=True),
    ),
    (
        "grant usage on schema s to current_user",
        Grant(("usage",), "schema", (Name("s"),), ("current_user",)),
    ),
    (
        "grant execute on function f(int) to r",
        Grant(("execute",), "function", (Name("f"),), ("r",)),
    ),
    (
        "grant select on all tables in schema s to r",
        Grant(("select",), "all tables in schema", (Name("s"),), ("r",)),
    ),
    (
        "grant a, b to c with admin option",
        Grant(("a", "b"), "role", roles=("c",), grant_option=True),
    ),
    (
        "alter default privileges in schema s grant select on tables to r",
        Grant(("select",), "table", (Name("s"),), ("r",), default=True),
    ),
    (
        "alter default privileges for role q revoke execute on functions from public",
        Revoke(("execute",), "function", roles=("public",), default=True),
    ),
    ("revoke all on schema s from r cascade", Revoke((), "schema", (Name("s"),), ("r",))),
    ("revoke a from b", Revoke(("a",), "role", roles=("b",))),
    ("security label on table t is 'x'", Other("security label")),
    ("reassign owned by a to b", Other("reassign owned")),
]

FUNCTIONS: list[tuple[str, CreateFunction]] = [
    (
        (
            "create function f(a int, b text default 'x') returns int language sql immutable"
            " as 'select 1'"
        ),
        CreateFunction(
            Name("f"),
            ("integer", "text"),
            ("a", "b"),
            "integer",
            "sql",
            "immutable",
            body="select 1",
        ),
    ),
    (
        (
            "create or replace function s.f(a int, out b text, inout c int) language plpgsql"
            " as $$begin end$$"
        ),
        CreateFunction(
            Name("f", "s"),
            ("integer", "integer"),
            ("a", "c"),
            "(b text, c integer)",
            "plpgsql",
            replace=True,
            body="begin end",
        ),
    ),
    (
        (
            "create function f() returns table (x int, y text) language sql stable security definer"
            " set search_path = a, pg_temp as ''"
        ),
        CreateFunction(
            Name("f"),
            returns="setof (x integer, y text)",
            language="sql",
            volatility="stable",
            security_definer=True,
            settings=(("search_path", "a, pg_temp"),),
        ),
    ),
    (
        "create function f() returns setof a.t language c as 'x', 'y'",
        CreateFunction(Name("f"), returns="setof a.t", language="c", body="x"),
    ),
    (
        "create function f(variadic a int[]) returns trigger begin atomic select 1; end",
        CreateFunction(Name("f"), ("integer[]",), ("a",), "trigger", "sql", atomic=True),
    ),
    (
        "create procedure p(int) language sql as 'select 1'",
        CreateFunction(
            Name("p"), ("integer",), ("",), language="sql", procedure=True, body="select 1"
        ),
    ),
]


@pytest.mark.parametrize(("text", "operation"), STATEMENTS, ids=[t for t, _ in STATEMENTS])
def test_a_statement_is_its_operation(text: str, operation: Operation) -> None:
    assert read(text).operations == (operation,)


@pytest.mark.parametrize(("text", "function"), FUNCTIONS, ids=[t for t, _ in FUNCTIONS])
def test_a_function_tells_its_signature(text: str, function: CreateFunction) -> None:
    assert read(text).operations == (function,)


def test_what_a_functions_body_does_is_not_done_when_it_is_created() -> None:
    parsed = read("create function f() returns void language sql as 'drop table t'")

    assert [operation.kind() for operation in parsed.operations] == ["create-function"]


def test_a_schema_brings_its_elements() -> None:
    parsed = read("create schema s create table t () create view v as select 1")

    assert [operation.kind() for operation in parsed.operations] == [
        "create-object",
        "create-table",
        "create-view",
    ]
    assert parsed.operations[1] == CreateTable(T)


def test_no_password_is_kept() -> None:
    texts = (
        "create role r password 'hunter2'",
        "create user mapping for u server s options (password 'hunter2')",
        "create server s foreign data wrapper f options (secret_key 'hunter2')",
        "create subscription s connection 'password=hunter2' publication p",
    )

    assert not [text for text in texts if "hunter2" in repr(read(text))]


@pytest.mark.parametrize("name", ["c" * 64, '"C ' + "c" * 70 + '"', "ü" * 40])
def test_a_name_that_the_server_would_cut_stays_whole(name: str) -> None:
    written = name.strip('"')

    assert read(f"create sequence {name}").operations == (CreateObject("sequence", Name(written)),)
    assert read(f"drop view a.{name}").operations == (DropView(Name(written, "a")),)


def test_a_long_string_is_no_name() -> None:
    text = "x" * 70

    assert read(f"comment on table t is '{text}'").operations == (CommentOn("table", T, text),)


def test_a_long_name_folds_as_a_short_one() -> None:
    assert read("drop view " + "Ab" * 35).operations == (DropView(Name("ab" * 35)),)
