"""The replayed schema beside the one that a real PostgreSQL has after the same script."""

import os
from collections.abc import Iterator
from typing import NamedTuple

import psycopg
import pytest

from branchline.model.changelog import ChangeSet, Entry, Order, Script
from branchline.model.effects import Engine
from branchline.model.operations.base import ConstraintKind
from branchline.model.schema import Catalog
from branchline.sql.analyse import Replay
from branchline.sql.split import split
from tests import services

BASE = """
create table users (id bigserial primary key, email varchar(20) unique not null,
    age int check (age > 0));
create table orders (id int generated always as identity primary key,
    user_id bigint references users, note text default 'x', total numeric(10,2) not null,
    check (total > 0), check (total > 0 and id > 0), unique (user_id, note));
create index on orders (note);
create index on orders (note, total);
create index on orders (lower(note)) where total > 1;
create view v as select id from users;
create view w as select id from v;
"""
SCRIPTS = (
    "",
    "alter table users rename to people; alter table people add unique (age);",
    "alter table users rename column id to uid; alter table orders rename column user_id to uid;",
    "alter table orders drop column note;",
    "alter table orders drop column user_id;",
    "drop table users cascade;",
    "drop table orders;",
    (
        "alter table orders add unique (total) include (note);"
        "create index on orders (id) include (note);"
    ),
    "drop view v cascade;",
    "drop table if exists nothing, orders;",
    "alter table users drop constraint users_pkey cascade;",
    "alter table orders drop constraint orders_user_id_fkey;",
    "alter table users alter email drop not null, alter age set not null;",
    "alter table users alter email type text, alter age type bigint;",
    "alter index orders_note_idx rename to i;",
    (
        "create unique index concurrently u on users (age);"
        "alter table users add constraint ages unique using index u;"
    ),
    (
        "alter table users drop constraint users_pkey cascade;"
        "create unique index u on users (age);"
        "alter table users add primary key using index u;"
    ),
    "alter table users add column id2 serial, add parent bigint references users;",
    (
        "alter table orders add foreign key (user_id) references users;"
        "alter table orders add foreign key (user_id) references users (id) on delete cascade;"
    ),
    (
        "alter table orders add check (total > 5); alter table orders add check (total > 6);"
        "alter table orders drop constraint orders_total_check1;"
    ),
    "alter table users rename constraint users_pkey to pk; alter index pk rename to pk2;",
    "create table copy (like orders including all);",
    "create table copy (like orders);",
    "create table copy (like orders including indexes, extra int not null);",
    (
        "create table copy (extra int, check (extra > 0)) inherits (users);"
        "alter table users add x int default 1 not null, drop column age;"
        "alter table users add check (x > 0);"
    ),
    (
        "create table m (id int not null, v int, check (v > 0)) partition by range (id);"
        "create index on m (v); create table m1 partition of m for values from (0) to (9);"
        "alter table m add primary key (id);"
        "create table m2 (id int not null, v int check (v > 0)); alter table m2 add x int;"
        "alter table m add x int; alter table m2 add constraint m_v_check check (v > 0);"
        "alter table m attach partition m2 for values from (9) to (20);"
    ),
    (
        "create table m (id int, u bigint references users) partition by list (id);"
        "create table m1 partition of m for values in (1); create table md partition of m default;"
        "alter table m detach partition m1; drop table m;"
    ),
    (
        "create table m (id int primary key) partition by list (id);"
        "create table m1 partition of m for values in (1); drop table m1;"
        "create index i on m (id); drop index i;"
    ),
    (
        "create schema s; alter table orders set schema s; alter table s.orders rename to bills;"
        "alter table s.bills add unique (total);"
    ),
    (
        "create schema s; create table s.a (id int primary key); set search_path = s;"
        "create table b (a_id int references a, u bigint references public.users);"
        "alter table b alter a_id set not null;"
    ),
    (
        "create schema s; create table s.a (id int primary key);"
        "create table b (a int references s.a);"
        "alter schema s rename to t; drop schema t cascade;"
    ),
    "begin; create table a (id int); rollback; create table b (id int);",
    "begin; alter table users add x int; savepoint s; alter table users add y int; commit;",
    (
        "begin; savepoint s; alter table users add x int; create table a (id int); rollback to s;"
        "alter table users add y int; savepoint u; drop table orders; savepoint s;"
        "alter table users add z int; rollback to u; create table b (id int); commit;"
    ),
    (
        "create temp table users (id int primary key); alter table users add x int;"
        "drop table users; alter table users add y int;"
    ),
    (
        "create type mood as enum ('a', 'b'); alter type mood add value 'c' before 'b';"
        "alter table users add m mood; alter type mood rename to feeling;"
    ),
    (
        "create domain d as int check (value > 0) not null; alter table users add x d default 1;"
        "alter domain d add check (value < 9); drop domain d cascade;"
    ),
    (
        "create materialized view mv as select id, age from users; create index on mv (age);"
        "alter materialized view mv rename to mw;"
    ),
    "create or replace view w as select id from v where true; alter view w rename to x;",
    (
        "alter table users add constraint long_enough check (length(email) > 3) not valid;"
        "alter table users validate constraint long_enough;"
    ),
    (
        "create table a_table_with_a_name_that_is_long_enough_to_be_cut ("
        "a_column_with_a_name_that_is_long_enough_to_be_cut int unique, x int references users);"
        "create index on a_table_with_a_name_that_is_long_enough_to_be_cut (x);"
    ),
    (
        "create table a (b_c int check (b_c > 0)); create table a_b (c int check (c > 0) unique);"
        "create table a_b_c (id int); alter table a add unique (b_c); create index on a_b (c);"
    ),
    (
        "create table t (id int, exclude (id with =), a int, b int, unique (a, b));"
        "create index on t ((a + b)); create index on t ((a + b), lower('x'));"
        "create index on t (a) include (b); alter table t drop column b;"
    ),
    "alter table orders alter id drop identity; alter table users alter id drop default;",
    "create table t as select * from users; alter table t add x int not null default 1;",
    (
        "alter table users add if not exists email text; create table if not exists users (z int);"
        "create index if not exists orders_note_idx on orders (total);"
    ),
    "truncate orders; alter table orders set unlogged; alter table orders replica identity full;",
    "alter table users alter email set default 'a'; alter table users alter email drop default;",
    (
        "create table c (id int primary key references users on delete cascade);"
        "alter table users rename to u2; alter table u2 rename id to key;"
        "alter table c rename to d;"
    ),
    (
        "alter table orders rename to orders_old; create table orders (id int primary key,"
        "user_id bigint references users, check (id > user_id), unique (user_id));"
    ),
    (
        "create table parent (id int) ; create table child (x int); alter table child add id int;"
        "alter table child inherit parent; alter table parent rename id to key;"
        "alter table child no inherit parent; alter table parent add y int;"
    ),
)


class Schema(NamedTuple):
    """A schema in a form that both sides can be put in."""

    referring: dict[str, set[str]]
    reading: dict[str, set[str]]
    columns: dict[str, list[tuple[str, bool]]]
    constraints: set[tuple[str, str, str]]
    references: set[tuple[str, str, str]]
    indexes: set[tuple[str, str, bool]]
    views: set[str]
    enums: dict[str, list[str]]


@pytest.fixture(scope="module")
def url(postgres_server: str) -> Iterator[str]:
    """A database of this module alone: each case empties it."""
    with services.database(postgres_server, f"branchline_catalog_{os.getpid()}") as url:
        yield url


@pytest.mark.parametrize("script", SCRIPTS, ids=[str(number) for number in range(len(SCRIPTS))])
def test_replays_what_the_server_makes(script: str, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        _empty(connection)
        for piece in split(BASE + script):
            connection.execute(piece.text.encode())
        connection.execute("set search_path = public; discard temp")
        real = _real(connection)
    replay = Replay(Engine("postgres", (15,)))
    for name, text in (("1", BASE), ("2", script)):
        entry = Entry(name, name, f"{name}.sql", Order(0, (1,)))
        replay.pass_over(ChangeSet(entry, script=Script(text, entry.path), transaction=False))

    assert _replayed(replay.catalog, real) == real


def _empty(connection: psycopg.Connection) -> None:
    connection.execute("drop schema if exists s cascade; drop schema if exists t cascade")
    connection.execute("drop schema public cascade; create schema public")


def _real(connection: psycopg.Connection) -> Schema:
    columns: dict[str, list[tuple[str, bool]]] = {}
    for table, column, not_null in connection.execute(COLUMNS):
        columns.setdefault(table, [])
        if column:
            columns[table].append((column, not_null))
    enums: dict[str, list[str]] = dict(connection.execute(ENUMS))
    referring: dict[str, set[str]] = {}
    for table, _, target in connection.execute(REFERENCES):
        referring.setdefault(target, set()).add(table)
    reading: dict[str, set[str]] = {}
    for relation, view in connection.execute(READING):
        reading.setdefault(relation, set()).add(view)
    return Schema(
        referring,
        reading,
        columns,
        {*connection.execute(CONSTRAINTS)},
        {*connection.execute(REFERENCES)},
        {*connection.execute(INDEXES)},
        {name for (name,) in connection.execute(VIEWS)},
        enums,
    )


def _replayed(catalog: Catalog, real: Schema) -> Schema:
    tables = [*catalog.tables.values()]
    return Schema(
        {target: {*tables} for target, tables in catalog.referencing.items()},
        {relation: {*views} for relation, views in catalog.readers.items()},
        {
            # A table from a query has columns that nobody told.
            t.name: [(c.name, c.not_null) for c in t.columns]
            if t.complete
            else real.columns[t.name]
            for t in tables
        },
        {
            (t.name, c.name, c.kind.value)
            for t in tables
            for c in t.constraints
            if c.kind is not ConstraintKind.NOT_NULL
        },
        {
            (t.name, c.name, catalog.key(c.references))
            for t in tables
            for c in t.constraints
            if c.references
        },
        {(i.name, i.table, i.unique) for i in catalog.indexes.values()},
        {*catalog.views},
        {t.name: [*t.values] for t in catalog.types.values() if t.form == "enum"},
    )


NAMED = "CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END"
OWN = "n.nspname IN ('public', 's', 't')"
COLUMNS = f"""
    SELECT {NAMED} || c.relname, a.attname, a.attnotnull FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a
    ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND {OWN} ORDER BY c.oid, a.attnum
"""
CONSTRAINTS = f"""
    SELECT {NAMED} || c.relname, k.conname, CASE k.contype WHEN 'p' THEN 'primary key'
    WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' ELSE 'exclusion' END
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OWN} AND k.contype <> 'n'
"""
REFERENCES = f"""
    SELECT {NAMED} || c.relname, k.conname, replace(k.confrelid::regclass::text, 'public.', '')
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OWN} AND k.contype = 'f'
"""
INDEXES = f"""
    SELECT {NAMED} || c.relname, {NAMED} || t.relname, i.indisunique FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OWN}
"""
VIEWS = f"""
    SELECT {NAMED} || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE {OWN} AND c.relkind IN ('v', 'm')
"""
READING = f"""
    SELECT DISTINCT {NAMED} || c.relname,
           replace(r.ev_class::regclass::text, 'public.', '')
    FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    JOIN pg_class c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OWN} AND c.oid <> r.ev_class
"""
ENUMS = f"""
    SELECT {NAMED} || t.typname, array_agg(e.enumlabel ORDER BY e.enumsortorder)::text[]
    FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
    JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {OWN} GROUP BY 1
"""
