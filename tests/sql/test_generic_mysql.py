"""MySQL's statements: whether they are read is asked of MariaDB, what they do is told here."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pymysql
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
    AlterObject,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateTrigger,
    CreateView,
    DropIndex,
    DropObject,
    DropTrigger,
    DropView,
    RenameObject,
)
from branchline.model.operations.session import (
    Analyze,
    Begin,
    Copy,
    Delete,
    Grant,
    Insert,
    LockTable,
    Other,
    Revoke,
    RunBlock,
    Savepoint,
    Select,
    SetVariable,
    Update,
    Vacuum,
)
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterConstraint,
    AlterPartition,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropTable,
    ModifyColumn,
    RenameColumn,
    RenameTable,
    SetAlgorithm,
    SetColumnOption,
    SetDefault,
    SetTableOption,
    TruncateTable,
)
from branchline.sql.generic import read

# One statement a line.
STATEMENTS = Path(__file__).parent / "statements"
TAKEN = (STATEMENTS / "mysql-taken.sql").read_text().splitlines()
REFUSED = (STATEMENTS / "mysql-refused.sql").read_text().splitlines()
# What MySQL has and MariaDB has not, each with the word that MariaDB stumbles over.
MYSQL_ALONE = (STATEMENTS / "mysql-alone.sql").read_text().splitlines()
SYNTAX = {1064, 1149, 1801, 1800, 4161}
HOSTILE = (*"(),.;*=-'\"`#", "\0", "é", "1e", "0x", "--\n", "/*", "*/", "/*!", "@", "@@", "\\")

Server: TypeAlias = "pymysql.Connection[pymysql.cursors.Cursor]"
T = Name("t")
ALL_OF_IT = (("including", "defaults generated identity constraints indexes options"),)
U = Name("u")
INT = SqlType("int")
A = Key("a")


def column(text: str) -> Column:
    """Return the column that a definition makes."""
    [operation] = read(f"alter table t add {text}", "mysql").operations
    assert isinstance(operation, AddColumn)
    return operation.column


COLUMNS: list[tuple[str, Column]] = [
    ("a integer", Column("a", INT)),
    ("`A b` int(11)", Column("a b", SqlType("int", (11,)))),
    ("a int unsigned not null", Column("a", SqlType("int", unsigned=True), not_null=True)),
    (
        "a bigint auto_increment primary key",
        Column(
            "a",
            SqlType("bigint"),
            identity=True,
            constraints=(Constraint(ConstraintKind.PRIMARY_KEY, columns=("a",)),),
        ),
    ),
    (
        "a serial",
        Column(
            "a",
            SqlType("bigint", unsigned=True),
            not_null=True,
            identity=True,
            constraints=(Constraint(ConstraintKind.UNIQUE, columns=("a",)),),
        ),
    ),
    ("a enum('x', 'it''s')", Column("a", SqlType("enum", values=("x", "it's")))),
    (
        "a varchar(9) character set latin1 collate latin1_bin",
        Column("a", SqlType("varchar", (9,), charset="latin1"), collation="latin1_bin"),
    ),
    ("a text charset utf8mb4", Column("a", SqlType("text", charset="utf8mb4"))),
    ("a boolean", Column("a", SqlType("tinyint", (1,)))),
    ("a numeric(4, 1)", Column("a", SqlType("decimal", (4, 1)))),
    (
        "a int default -1",
        Column("a", INT, default=Expression("-1", constant=True, true=True)),
    ),
    (
        "a datetime(3) default now(3) on update now(3)",
        Column("a", SqlType("datetime", (3,)), default=Expression("now(3)", functions=("now",))),
    ),
    (
        "a char(36) default (uuid())",
        Column("a", SqlType("char", (36,)), default=Expression("(uuid())", functions=("uuid",))),
    ),
    (
        "a int default next value for s",
        Column("a", INT, default=Expression("next value for s", functions=("nextval",))),
    ),
    (
        "a int generated always as (b + 1) stored",
        Column("a", INT, generated="stored", expression=Expression("b + 1", columns=("b",))),
    ),
    (
        "a int as (b) comment 'x' unique key",
        Column(
            "a",
            INT,
            generated="virtual",
            expression=Expression("b", columns=("b",)),
            constraints=(Constraint(ConstraintKind.UNIQUE, columns=("a",)),),
        ),
    ),
    (
        "a int references u (id) on delete set null",
        Column(
            "a",
            INT,
            constraints=(
                Constraint(
                    ConstraintKind.FOREIGN_KEY,
                    columns=("a",),
                    references=U,
                    referenced_columns=("id",),
                    on_delete="set null",
                ),
            ),
        ),
    ),
    (
        "a int constraint c check (a > 0) not enforced",
        Column(
            "a",
            INT,
            constraints=(
                Constraint(
                    ConstraintKind.CHECK,
                    "c",
                    columns=("a",),
                    expression=Expression("a > 0", columns=("a",)),
                    valid=False,
                    enforced=False,
                ),
            ),
        ),
    ),
]

ALTERATIONS: list[tuple[str, list[Operation]]] = [
    (
        "add if not exists a int after b",
        [AddColumn(T, Column("a", INT), if_not_exists=True, position="after b")],
    ),
    ("add (a int, key (a))", [AddColumn(T, Column("a", INT)), CreateIndex(T, "", (A,))]),
    ("drop a, drop if exists b", [DropColumn(T, "a"), DropColumn(T, "b", if_exists=True)]),
    ("modify a int first", [ModifyColumn(T, "a", Column("a", INT), "first")]),
    (
        "change a b int",
        [ModifyColumn(T, "a", Column("b", INT)), RenameColumn(T, "a", "b")],
    ),
    ("change a A int", [ModifyColumn(T, "a", Column("a", INT))]),
    ("alter a set default 0", [SetDefault(T, "a", Expression("0", constant=True))]),
    ("alter column a drop default", [DropDefault(T, "a")]),
    ("alter column a set invisible", [SetColumnOption(T, "a", "invisible")]),
    ("alter check c not enforced", [AlterConstraint(T, "c", "not enforced")]),
    ("alter index i invisible", [SetTableOption(T, "index invisible", "i")]),
    (
        "add index i using btree (a(5) desc)",
        [CreateIndex(T, "i", (Key("a", length=5, descending=True),), method="btree")],
    ),
    ("add fulltext i (a)", [CreateIndex(T, "i", (A,), kind_of="fulltext")]),
    ("add spatial index (a)", [CreateIndex(T, "", (A,), kind_of="spatial")]),
    (
        "add unique key u (a, b)",
        [AddConstraint(T, Constraint(ConstraintKind.UNIQUE, "u", columns=("a", "b")))],
    ),
    (
        "add constraint p primary key (a)",
        [AddConstraint(T, Constraint(ConstraintKind.PRIMARY_KEY, columns=("a",)))],
    ),
    (
        "add foreign key f (a) references u (id)",
        [
            AddConstraint(
                T,
                Constraint(
                    ConstraintKind.FOREIGN_KEY,
                    "f",
                    columns=("a",),
                    references=U,
                    referenced_columns=("id",),
                ),
            )
        ],
    ),
    ("drop primary key", [DropConstraint(T, kind_of="primary key")]),
    ("drop index `primary`", [DropConstraint(T, kind_of="primary key")]),
    ("drop foreign key f", [DropConstraint(T, "f", kind_of="foreign key")]),
    ("drop check c", [DropConstraint(T, "c", kind_of="check")]),
    ("drop constraint if exists c", [DropConstraint(T, "c", if_exists=True)]),
    ("drop key i", [DropIndex(Name("i"), T)]),
    ("rename u", [RenameTable(T, U)]),
    ("rename column a to b", [RenameColumn(T, "a", "b")]),
    ("rename key i to j", [RenameObject("index", Name("i"), "j", T)]),
    ("engine = InnoDB", [SetTableOption(T, "engine", "InnoDB")]),
    ("type = MyISAM", [SetTableOption(T, "engine", "MyISAM")]),
    (
        "row_format=dynamic comment 'x', force",
        [
            SetTableOption(T, "row_format", "dynamic"),
            SetTableOption(T, "comment", "x"),
            SetTableOption(T, "force"),
        ],
    ),
    (
        "convert to character set utf8mb4 collate utf8mb4_bin",
        [
            SetTableOption(T, "convert charset", "utf8mb4"),
            SetTableOption(T, "collate", "utf8mb4_bin"),
        ],
    ),
    ("default charset utf8mb4", [SetTableOption(T, "charset", "utf8mb4")]),
    ("auto_increment 7", [SetTableOption(T, "auto_increment", "7")]),
    (
        "algorithm=inplace, drop a, lock=none",
        [DropColumn(T, "a"), SetAlgorithm(T, "INPLACE", "NONE")],
    ),
    ("drop partition p, q", [AlterPartition(T, "drop", ("p", "q"))]),
    ("truncate partition p", [AlterPartition(T, "truncate", ("p",))]),
    (
        "add partition (partition p values less than (9))",
        [AlterPartition(T, "add", ("p",))],
    ),
    ("remove partitioning", [AlterPartition(T, "remove")]),
    ("partition by hash (year(a))", [AlterPartition(T, "partition by", ("a",))]),
]

OPERATIONS: list[tuple[str, list[Operation]]] = [
    (
        "create table if not exists t (a int, key k (a), unique (a)) engine=InnoDB",
        [
            CreateTable(
                T,
                columns=(Column("a", INT),),
                constraints=(Constraint(ConstraintKind.UNIQUE, columns=("a",)),),
                if_not_exists=True,
                options=(("engine", "InnoDB"),),
            ),
            CreateIndex(T, "k", (A,)),
        ],
    ),
    (
        "create temporary table t like d.U",
        [CreateTable(T, temporary=True, like=(Name("U", "d"),), options=ALL_OF_IT)],
    ),
    (
        "create or replace table t (a int)",
        [DropTable(T, if_exists=True), CreateTable(T, columns=(Column("a", INT),))],
    ),
    (
        "create table t (a int) partition by range (a) (partition p values less than (9))",
        [CreateTable(T, columns=(Column("a", INT),), partitioned=True, partition_columns=("a",))],
    ),
    (
        "create table t select id from u where id > 1",
        [CreateTable(T, columns=(Column("id"),), from_query=True, reads=(U,), bounded=True)],
    ),
    ("drop table if exists t, u", [DropTable(T, if_exists=True), DropTable(U, if_exists=True)]),
    ("rename table t to u, a to b", [RenameTable(T, U), RenameTable(Name("a"), Name("b"))]),
    ("truncate t", [TruncateTable(T, restart_identity=True)]),
    (
        "create unique index i on t (a) algorithm=inplace lock=none",
        [CreateIndex(T, "i", (A,), unique=True), SetAlgorithm(T, "INPLACE", "NONE")],
    ),
    (
        "create or replace index i on t (a)",
        [DropIndex(Name("i"), T, if_exists=True), CreateIndex(T, "i", (A,))],
    ),
    ("drop index i on t", [DropIndex(Name("i"), T)]),
    (
        "create or replace definer='a'@'%' view v as select * from t",
        [CreateView(Name("v"), replace=True, reads=(T,), star=True, definer="a@%")],
    ),
    ("drop view v, w", [DropView(Name("v")), DropView(Name("w"))]),
    ("create trigger g before insert on t for each row set new.a = 1", [CreateTrigger(T, "g")]),
    ("drop trigger g", [DropTrigger(Name(""), "g")]),
    (
        "create procedure p (in a int) begin drop table t; end",
        [
            CreateFunction(
                Name("p"),
                arguments=("in a int",),
                language="sql",
                procedure=True,
                body="begin drop table t; end",
            )
        ],
    ),
    ("drop schema d", [DropObject("database", Name("d"))]),
    ("alter event e disable", [AlterObject("event", Name("e"), "disable")]),
    (
        "create user 'x'@'%' identified by 'secret'",
        [CreateObject("user", Name("x@%"), options=(("password", "literal"),))],
    ),
    ("create user x identified by random password", [CreateObject("user", Name("x"))]),
    (
        "grant select, insert (a) on d.t to x@localhost with grant option",
        [
            Grant(
                ("select", "insert"),
                "table",
                (Name("t", "d"),),
                ("x@localhost",),
                grant_option=True,
            )
        ],
    ),
    ("grant all on *.* to x", [Grant(("all",), "global", (Name("*", "*"),), ("x",), every=True)]),
    ("revoke r from x", [Revoke(("r",), "role", (), ("x",))]),
    ("start transaction read only", [Begin()]),
    ("rollback to s", [Savepoint()]),
    (
        "set foreign_key_checks = 0, @@global.max_connections = 5",
        [
            SetVariable("foreign_key_checks", "0"),
            SetVariable("max_connections", "5", "global"),
        ],
    ),
    ("set sql_mode = default", [SetVariable("sql_mode", None)]),
    ("set names 'utf8mb4'", [SetVariable("names", "utf8mb4")]),
    ("lock tables t write, u as x read", [LockTable(T, "WRITE"), LockTable(U, "READ")]),
    ("optimize table t", [Vacuum((T,), full=True)]),
    ("analyze table t", [Analyze((T,))]),
    ("call d.P(1)", [Select(functions=("d.p",))]),
    ("prepare s from 'drop table t'", [RunBlock("sql", dynamic=True)]),
    ("load data infile 'f' into table t", [Insert(T, copy=True), Copy(T, "f")]),
    ("select a into outfile 'f' from t", [Select((T,)), Copy(target="f")]),
    ("show tables", [Other("show tables")]),
    ("/*!40101 set names utf8 */", [SetVariable("names", "utf8")]),
    ("insert into t set a = 1", [Insert(T, columns=("a",))]),
    ("replace t values (1)", [Insert(T, replace=True)]),
    ("insert ignore into t values (1)", [Insert(T, on_conflict=True)]),
    (
        "update t x join u on x.a = u.a set x.b = 1 where u.a = 'y' limit 1",
        [
            Update(
                T,
                columns=("b",),
                where=Expression("u.a = 'y'", columns=("a",), strings=("y",)),
                joins=True,
                limited=True,
                reads=(U,),
                values=("y",),
            )
        ],
    ),
    (
        "delete x from t as x join u on x.a = u.a",
        [Delete(T, joins=True, reads=(U,))],
    ),
]


@pytest.fixture
def server(mariadb_url: str) -> Iterator[Server]:
    parts = urlsplit(mariadb_url)
    with closing(
        pymysql.connect(
            host=parts.hostname,
            port=parts.port or 3306,
            user=parts.username,
            password=parts.password or "",
            database=parts.path.strip("/"),
        )
    ) as connection:
        yield connection


@pytest.mark.parametrize(("text", "made"), COLUMNS, ids=[text for text, _ in COLUMNS])
def test_reads_a_column(text: str, made: Column) -> None:
    assert column(text) == made


@pytest.mark.parametrize(("text", "made"), ALTERATIONS, ids=[text for text, _ in ALTERATIONS])
def test_says_what_alter_table_does(text: str, made: list[Operation]) -> None:
    assert [*read(f"alter table t {text}", "mysql").operations] == made


@pytest.mark.parametrize(("text", "made"), OPERATIONS, ids=[text for text, _ in OPERATIONS])
def test_says_what_a_statement_does(text: str, made: list[Operation]) -> None:
    assert [*read(text, "mariadb").operations] == made


def test_reads_all_that_mariadb_takes(
    server: Server,
) -> None:
    differing = [
        (text, parsed.error, refused)
        for text in TAKEN
        if (parsed := read(text, "mariadb")).error or (refused := syntax_error(server, text))
    ]

    assert differing == []


def test_refuses_all_that_mariadb_refuses(
    server: Server,
) -> None:
    differing = [
        text for text in REFUSED if not (read(text, "mariadb").error and syntax_error(server, text))
    ]

    assert differing == []


@pytest.mark.parametrize("text", MYSQL_ALONE)
def test_reads_what_only_mysql_takes(text: str) -> None:
    assert read(text, "mysql").error == ""


def test_nothing_in_a_string_or_comment_is_a_word() -> None:
    text = "alter table t add a int comment 'x, drop column b' /* , drop column c */ -- , drop d"

    assert [type(one) for one in read(text, "mysql").operations] == [AddColumn]


@given(
    st.lists(
        st.sampled_from([*HOSTILE, *sorted({word for line in TAKEN for word in line.split()})]),
        max_size=30,
    ).map(" ".join)
)
def test_any_text_has_an_answer(text: str) -> None:
    parsed = read(text, "mysql")

    assert not (parsed.operations and parsed.error)
    assert 0 <= parsed.offset <= len(text)


def syntax_error(server: Server, text: str) -> str:
    """Return what MariaDB says about a statement's grammar; it is prepared and never run."""
    try:
        with server.cursor() as cursor:
            cursor.execute("prepare asked from %s", (text,))
    except pymysql.Error as error:
        return str(error) if error.args[0] in SYNTAX else ""
    return ""
