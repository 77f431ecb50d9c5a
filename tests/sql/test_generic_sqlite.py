"""SQLite's statements: whether they are read is asked of SQLite, what they do is told here."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.model.operations.base import (
    Column,
    Constraint,
    ConstraintKind,
    Expression,
    Key,
    Name,
    Operation,
    SqlType,
)
from branchline.model.operations.objects import (
    CreateIndex,
    CreateObject,
    CreateTrigger,
    CreateView,
    DropIndex,
    DropTrigger,
    DropView,
    Reindex,
)
from branchline.model.operations.session import (
    Analyze,
    Begin,
    Commit,
    Delete,
    Insert,
    Other,
    Rollback,
    Savepoint,
    Select,
    SetVariable,
    Update,
    Vacuum,
)
from branchline.model.operations.tables import (
    AddColumn,
    CreateTable,
    DropColumn,
    DropTable,
    RenameColumn,
    RenameTable,
)
from branchline.sql.generic import read

T = Name("t")
INTEGER = SqlType("integer")
TEXT = SqlType("text")
A_POSITIVE = Expression("a > 0", columns=("a",))

# One statement a line; the schema that they meet is `SCHEMA`.
STATEMENTS = Path(__file__).parent / "statements"
TAKEN = (STATEMENTS / "sqlite-taken.sql").read_text().splitlines()
REFUSED = (STATEMENTS / "sqlite-refused.sql").read_text().splitlines()
SCHEMA = """
create table t (a, b, c);
create table u (a, b);
create index i on t (a);
create view v as select a from t;
create trigger h after insert on u begin select 1; end;
"""
SYNTAX = ("syntax error", "incomplete input", "unrecognized token", "unknown table option")

HOSTILE = (*"(),.;*=-'\"[]`", "\0", "é", "1e", "0x", "--\n", "/*", "*/", "?1", ":a", "@")

OPERATIONS: list[tuple[str, Operation]] = [
    (
        "create table if not exists main.T (A int, b varchar(10) not null default 'x')",
        CreateTable(
            T,
            columns=(
                Column("a", INTEGER),
                Column(
                    "b",
                    SqlType("varchar", (10,)),
                    not_null=True,
                    default=Expression("'x'", constant=True, strings=("x",)),
                ),
            ),
            if_not_exists=True,
        ),
    ),
    (
        "create table t (a integer primary key autoincrement) strict, without rowid",
        CreateTable(
            T,
            columns=(
                Column(
                    "a",
                    INTEGER,
                    identity=True,
                    constraints=(Constraint(ConstraintKind.PRIMARY_KEY, columns=("a",)),),
                ),
            ),
            options=(("strict", "true"), ("without rowid", "true")),
        ),
    ),
    (
        "create temp table t (a text collate nocase, b as (a || 'x') stored, check (a > 0))",
        CreateTable(
            T,
            columns=(
                Column("a", TEXT, collation="nocase"),
                Column(
                    "b",
                    generated="stored",
                    expression=Expression("a || 'x'", columns=("a",), strings=("x",)),
                ),
            ),
            constraints=(Constraint(ConstraintKind.CHECK, columns=("a",), expression=A_POSITIVE),),
            temporary=True,
        ),
    ),
    (
        (
            "create table t (a, constraint f foreign key (a) references u (x) "
            "on delete set null on update cascade deferrable initially deferred)"
        ),
        CreateTable(
            T,
            columns=(Column("a"),),
            constraints=(
                Constraint(
                    ConstraintKind.FOREIGN_KEY,
                    "f",
                    columns=("a",),
                    references=Name("u"),
                    referenced_columns=("x",),
                    on_delete="set null",
                    on_update="cascade",
                    deferrable=True,
                ),
            ),
        ),
    ),
    (
        "create table t as select a, b as c from u where a > 1",
        CreateTable(
            T,
            columns=(Column("a"), Column("c")),
            from_query=True,
            reads=(Name("u"),),
            bounded=True,
        ),
    ),
    ("create virtual table t using fts5(a, b)", CreateTable(T, options=(("using", "fts5"),))),
    ("drop table if exists t", DropTable(T, if_exists=True)),
    ("alter table t rename to U", RenameTable(T, Name("u"))),
    ("alter table t rename column A to b", RenameColumn(T, "a", "b")),
    ("alter table t drop b", DropColumn(T, "b")),
    (
        "alter table t add b int default (1)",
        AddColumn(T, Column("b", INTEGER, default=Expression("(1)", constant=True, true=True))),
    ),
    (
        "create unique index i on t (a desc, lower(b) collate nocase) where a is not null",
        CreateIndex(
            T,
            "i",
            (
                Key("a", descending=True),
                Key(
                    "",
                    Expression("lower(b)", functions=("lower",), columns=("b",)),
                    collation="nocase",
                ),
            ),
            unique=True,
            where=Expression("a is not null", columns=("a",), not_null=("a",)),
        ),
    ),
    ("drop index if exists main.i", DropIndex(Name("i"), if_exists=True)),
    ("reindex i", Reindex(Name("i"))),
    (
        "create view v as select a, count(*) n from t join u on t.a = u.a",
        CreateView(Name("v"), columns=("a", "n"), reads=(T, Name("u"))),
    ),
    ("create view v as select * from t", CreateView(Name("v"), reads=(T,), star=True)),
    ("drop view v", DropView(Name("v"))),
    (
        "create trigger g after insert on t begin delete from u; end",
        CreateTrigger(T, "g"),
    ),
    ("drop trigger if exists g", DropTrigger(Name(""), "g", if_exists=True)),
    ("begin immediate", Begin()),
    ("end", Commit()),
    ("rollback transaction", Rollback()),
    ("rollback to x", Savepoint()),
    ("pragma foreign_keys = OFF", SetVariable("foreign_keys", "OFF")),
    ("pragma main.journal_mode('wal')", SetVariable("journal_mode", "wal")),
    ("pragma cache_size = -20", SetVariable("cache_size", "-20")),
    ("pragma foreign_key_check", Other("pragma foreign_key_check")),
    ("vacuum into 'x.db'", Vacuum()),
    ("analyze t", Analyze((T,))),
    (
        "attach 'x.db' as other",
        CreateObject("database", Name("other"), options=(("file", "x.db"),)),
    ),
    ("explain drop table t", Other("explain")),
    (
        "insert or replace into t (a, b) values (1, 'x')",
        Insert(T, columns=("a", "b"), replace=True, values=("x",)),
    ),
    ("replace into t values (1)", Insert(T, replace=True)),
    ("insert or ignore into t values (1)", Insert(T, on_conflict=True)),
    (
        "insert into t select * from u limit 1",
        Insert(
            T,
            from_query=True,
            reads=(Name("u"),),
            star=True,
            bounded=True,
            as_they_come=True,
        ),
    ),
    ("insert into t default values", Insert(T, default_values=True)),
    ("update t set a = 1", Update(T, columns=("a",))),
    ("update or ignore t set a = 'y'", Update(T, columns=("a",), values=("y",))),
    (
        "update t set a = 1 where 1 = 1",
        Update(T, columns=("a",), where=Expression("1 = 1", constant=True, true=True)),
    ),
    ("delete from t", Delete(T)),
    (
        "delete from t where a in (select a from u limit 5)",
        Delete(
            T,
            where=Expression("a in (select a from u limit 5)", columns=("a",), subquery=True),
            limited=True,
            reads=(Name("u"),),
        ),
    ),
    (
        "with x as (select 1) select * from x join u on 1 = 1",
        Select((Name("u"),), star=True),
    ),
    (
        "select strftime('%s', 'now'), Random(), current_timestamp",
        Select(functions=("strftime", "random", "current_timestamp")),
    ),
]


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        yield connection


@pytest.mark.parametrize(("text", "operation"), OPERATIONS, ids=[text for text, _ in OPERATIONS])
def test_says_what_a_statement_does(text: str, operation: Operation) -> None:
    assert read(text, "sqlite").operations == (operation,)


@pytest.mark.parametrize("text", TAKEN)
def test_reads_what_sqlite_takes(text: str, database: sqlite3.Connection) -> None:
    refused = syntax_error(database, text)

    assert (read(text, "sqlite").error, refused) == ("", "")


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_sqlite_refuses(text: str, database: sqlite3.Connection) -> None:
    refused = syntax_error(database, text)

    assert refused
    assert read(text, "sqlite").error


def test_points_at_the_word_that_has_no_place() -> None:
    text = "create table t (id integer primary key auto_increment)"

    parsed = read(text, "sqlite")

    assert parsed.error == "syntax error at or near 'auto_increment'"
    assert text[parsed.offset :].startswith("auto_increment")


def test_points_at_a_mistake_behind_long_rows() -> None:
    rows = ", ".join("(1, 'some text that fills the row')" for _ in range(5000))

    parsed = read(f"insert into t values {rows} nonsense here", "sqlite")

    assert parsed.error
    assert parsed.offset > len(rows)


def test_reads_long_rows_as_their_first_ones() -> None:
    rows = ", ".join("(1, 'x', null)" for _ in range(5000))

    parsed = read(f"insert into t values {rows} on conflict do nothing", "sqlite")

    assert parsed.operations == (Insert(T, on_conflict=True, values=("x",)),)


def test_an_empty_text_does_nothing() -> None:
    parsed = read(" -- nothing\n /* here */", "sqlite")

    assert (parsed.operations, parsed.error) == ((), "")


@pytest.mark.parametrize("mark", ["(", "select (", "f(", "not ", "- ", "case when ", "a in ("])
def test_no_depth_stops_it(mark: str) -> None:
    parsed = read(f"select {mark * 5000}", "sqlite")

    assert parsed.error


@given(
    st.lists(
        st.sampled_from([*HOSTILE, *sorted({word for line in TAKEN for word in line.split()})]),
        max_size=30,
    ).map(" ".join)
)
def test_any_text_has_an_answer(text: str) -> None:
    parsed = read(text, "sqlite")

    assert not (parsed.operations and parsed.error)
    assert 0 <= parsed.offset <= len(text)


def syntax_error(database: sqlite3.Connection, text: str) -> str:
    """Return what SQLite says about a statement's grammar; it compiles and does not run it."""
    explained = text if text.startswith("explain") else f"explain {text}"
    try:
        database.execute(explained)
    except sqlite3.Error as error:
        return str(error) if any(part in str(error) for part in SYNTAX) else ""
    return ""
