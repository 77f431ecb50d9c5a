"""SQL Server's statements: no server stands by, so what they do is told here."""

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
    RenameObject,
    SetTrigger,
)
from branchline.model.operations.session import (
    Begin,
    Commit,
    Delete,
    Grant,
    Insert,
    Merge,
    Other,
    Rollback,
    RunBlock,
    Savepoint,
    Select,
    SetVariable,
    Update,
)
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterConstraint,
    AlterPartition,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropNotNull,
    DropTable,
    RenameColumn,
    RenameTable,
    SetColumnOption,
    SetDefault,
    SetNotNull,
    SetTableOption,
    TruncateTable,
    ValidateConstraint,
)
from branchline.sql.generic import read

T = Name("t")
U = Name("u")
INT = SqlType("int")
FOREIGN_KEY = Constraint(
    ConstraintKind.FOREIGN_KEY, "f", columns=("a",), references=U, referenced_columns=("id",)
)

ALTERATIONS: list[tuple[str, list[Operation]]] = [
    (
        "ADD a int NULL, b AS (a * 2) PERSISTED",
        [
            AddColumn(T, Column("a", INT)),
            AddColumn(
                T,
                Column("b", generated="stored", expression=Expression("a * 2", columns=("a",))),
            ),
        ],
    ),
    (
        "ADD a datetime2(7) NOT NULL CONSTRAINT df DEFAULT getutcdate() WITH VALUES",
        [
            AddColumn(
                T,
                Column(
                    "a",
                    SqlType("datetime2", (7,)),
                    not_null=True,
                    default=Expression("getutcdate()", functions=("getutcdate",)),
                ),
            )
        ],
    ),
    (
        "WITH NOCHECK ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES dbo.u (id)",
        [
            AddConstraint(
                T,
                Constraint(
                    ConstraintKind.FOREIGN_KEY,
                    "f",
                    columns=("a",),
                    references=U,
                    referenced_columns=("id",),
                    valid=False,
                ),
            )
        ],
    ),
    ("ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)", [AddConstraint(T, FOREIGN_KEY)]),
    (
        "ADD CONSTRAINT p PRIMARY KEY NONCLUSTERED (a DESC) WITH (ONLINE = ON) ON [PRIMARY]",
        [AddConstraint(T, Constraint(ConstraintKind.PRIMARY_KEY, "p", columns=("a",)))],
    ),
    (
        "ADD CONSTRAINT d DEFAULT (0) FOR a",
        [SetDefault(T, "a", Expression("(0)", constant=True))],
    ),
    ("WITH CHECK CHECK CONSTRAINT f", [ValidateConstraint(T, "f")]),
    ("CHECK CONSTRAINT f", [AlterConstraint(T, "f", "enabled")]),
    ("NOCHECK CONSTRAINT ALL", [AlterConstraint(T, "all", "disabled")]),
    (
        "ALTER COLUMN a nvarchar(max) NOT NULL",
        [AlterColumnType(T, "a", SqlType("nvarchar", values=("max",))), SetNotNull(T, "a")],
    ),
    ("ALTER COLUMN a bigint", [AlterColumnType(T, "a", SqlType("bigint")), DropNotNull(T, "a")]),
    ("ALTER COLUMN a ADD SPARSE", [SetColumnOption(T, "a", "sparse")]),
    (
        "DROP COLUMN IF EXISTS a, b, CONSTRAINT c",
        [DropColumn(T, "a", if_exists=True), DropColumn(T, "b"), DropConstraint(T, "c")],
    ),
    ("DISABLE TRIGGER ALL", [SetTrigger(T, "all", enabled=False)]),
    ("SWITCH PARTITION 1 TO u", [AlterPartition(T, "switch", ("PARTITION 1",))]),
    ("REBUILD WITH (ONLINE = ON)", [SetTableOption(T, "rebuild", "WITH (ONLINE = ON)")]),
]

OPERATIONS: list[tuple[str, list[Operation]]] = [
    (
        (
            "CREATE TABLE [dbo].[T] ([A] INT IDENTITY(1,1) NOT NULL CONSTRAINT [p] PRIMARY KEY "
            "CLUSTERED ([A] ASC) WITH (PAD_INDEX = OFF)) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY]"
        ),
        [
            CreateTable(
                T,
                columns=(
                    Column(
                        "a",
                        INT,
                        not_null=True,
                        identity=True,
                        constraints=(Constraint(ConstraintKind.PRIMARY_KEY, "p", columns=("a",)),),
                    ),
                ),
            )
        ],
    ),
    (
        "CREATE TABLE #t (a int)",
        [CreateTable(Name("#t"), columns=(Column("a", INT),), temporary=True)],
    ),
    (
        "SELECT a INTO #t FROM dbo.u WHERE a > 1",
        [
            CreateTable(
                Name("#t"),
                columns=(Column("a"),),
                temporary=True,
                from_query=True,
                reads=(U,),
                bounded=True,
            )
        ],
    ),
    (
        (
            "CREATE UNIQUE CLUSTERED INDEX i ON dbo.t (a DESC) INCLUDE (b) WHERE a IS NOT NULL "
            "WITH (ONLINE = ON)"
        ),
        [
            CreateIndex(
                T,
                "i",
                (Key("a", descending=True),),
                unique=True,
                method="clustered",
                where=Expression("a IS NOT NULL", columns=("a",), not_null=("a",)),
                include=("b",),
                options=(("online", "on"),),
            )
        ],
    ),
    ("DROP INDEX i ON dbo.t", [DropIndex(Name("i"), T)]),
    ("DROP INDEX t.i", [DropIndex(Name("i"), T)]),
    (
        "ALTER INDEX ALL ON t REBUILD WITH (ONLINE = ON)",
        [AlterObject("index", Name("all"), "rebuild", T, (("online", "on"),))],
    ),
    ("EXEC sp_rename 'dbo.t.a', 'b', 'COLUMN'", [RenameColumn(T, "a", "b")]),
    ("EXEC sp_rename N't.i', N'j', N'INDEX'", [RenameObject("index", Name("i"), "j", T)]),
    ("EXECUTE sp_rename 't', 'u'", [RenameTable(T, U)]),
    ("EXEC dbo.p @a = 1", [Select(functions=("p",))]),
    ("EXEC ('drop table ' + @x)", [RunBlock("tsql", dynamic=True, unquoted=True)]),
    ("EXEC sp_executesql N'drop table t'", [RunBlock("tsql", dynamic=True)]),
    (
        "INSERT INTO t (a) EXEC p",
        [Insert(T, columns=("a",), from_query=True), Select(functions=("p",))],
    ),
    ("DROP TABLE IF EXISTS t, dbo.u", [DropTable(T, if_exists=True), DropTable(U, if_exists=True)]),
    ("TRUNCATE TABLE t", [TruncateTable(T, restart_identity=True)]),
    (
        "CREATE OR ALTER VIEW v AS SELECT a FROM t",
        [CreateView(Name("v"), replace=True, columns=("a",), reads=(T,))],
    ),
    (
        "ALTER PROC p AS DELETE FROM t",
        [
            CreateFunction(
                Name("p"), language="tsql", replace=True, procedure=True, body="AS DELETE FROM t"
            )
        ],
    ),
    ("CREATE TRIGGER g ON t AFTER INSERT AS SELECT 1", [CreateTrigger(T, "g")]),
    ("CREATE SCHEMA app AUTHORIZATION dbo", [CreateObject("schema", Name("app"))]),
    ("DROP PROCEDURE p", [DropObject("procedure", Name("p"))]),
    (
        "GRANT EXECUTE ON SCHEMA::app TO x WITH GRANT OPTION",
        [Grant(("execute",), "schema", (Name("app"),), ("x",), grant_option=True)],
    ),
    ("SET XACT_ABORT ON", [SetVariable("xact_abort", "ON")]),
    (
        "SET NOCOUNT, XACT_ABORT ON",
        [SetVariable("nocount", "ON"), SetVariable("xact_abort", "ON")],
    ),
    ("SET IDENTITY_INSERT dbo.t ON", [SetVariable("identity_insert t", "ON")]),
    ("SAVE TRANSACTION s", [Savepoint()]),
    (
        "UPDATE x SET x.a = 1 FROM dbo.t x JOIN u ON u.id = x.id",
        [Update(T, columns=("a",), joins=True, reads=(U,))],
    ),
    ("UPDATE TOP (5) t SET a = 1", [Update(T, columns=("a",), limited=True)]),
    ("DELETE t", [Delete(T)]),
    (
        "MERGE t USING u ON t.id = u.id WHEN MATCHED THEN DELETE;",
        [Merge(T, deletes=True, reads=(U,))],
    ),
]

BATCHES: list[tuple[str, list[Operation]]] = [
    (
        "SET NOCOUNT ON BEGIN TRAN ALTER TABLE t ADD a int ALTER TABLE t ADD b int COMMIT",
        [
            SetVariable("nocount", "ON"),
            Begin(),
            AddColumn(T, Column("a", INT)),
            AddColumn(T, Column("b", INT)),
            Commit(),
        ],
    ),
    (
        "IF COL_LENGTH('t', 'a') IS NULL ALTER TABLE t ADD a int",
        [RunBlock("tsql"), AddColumn(T, Column("a", INT))],
    ),
    (
        (
            "BEGIN TRY BEGIN TRAN UPDATE t SET a = 1 DROP TABLE u COMMIT TRAN END TRY "
            "BEGIN CATCH ROLLBACK; THROW END CATCH"
        ),
        [
            RunBlock("tsql"),
            Begin(),
            Update(T, columns=("a",)),
            DropTable(U),
            Commit(),
            Rollback(),
            Other("throw"),
        ],
    ),
    (
        "IF 1 = 1 BEGIN FOO BAR; DROP TABLE t; END",
        [RunBlock("tsql", dynamic=True), DropTable(T)],
    ),
]

HOSTILE = (*"(),.;*=-'\"[]`#", "\0", "/*", "*/", "@", "--\n", "ALTER TABLE", "BEGIN", "END")
WORDS = sorted({word for text, _ in [*OPERATIONS, *BATCHES] for word in text.split()})

REFUSED = [
    "CREATE TABLE t",
    "CREATE TABLE t (a int",
    "ALTER TABLE t",
    "ALTER TABLE t ADD",
    "ALTER TABLE t ADD COLUMN a int",
    "DROP TABLE",
    "SELEC 1",
    "UPDATE t SET",
    "DELETE FROM t WHERE",
    "CREATE INDEX i ON t",
    "SET XACT_ABORT",
    "INSERT INTO t (f()) VALUES (1)",
]


@pytest.mark.parametrize(("text", "made"), ALTERATIONS, ids=[text for text, _ in ALTERATIONS])
def test_says_what_alter_table_does(text: str, made: list[Operation]) -> None:
    assert [*read(f"ALTER TABLE dbo.T {text}", "tsql").operations] == made


@pytest.mark.parametrize(("text", "made"), OPERATIONS, ids=[text for text, _ in OPERATIONS])
def test_says_what_a_statement_does(text: str, made: list[Operation]) -> None:
    assert [*read(text, "tsql").operations] == made


@pytest.mark.parametrize(("text", "made"), BATCHES, ids=[text for text, _ in BATCHES])
def test_reads_statements_that_nothing_keeps_apart(text: str, made: list[Operation]) -> None:
    assert [*read(text, "tsql").operations] == made


def test_a_comma_behind_the_last_column_is_taken() -> None:
    [made] = read("CREATE TABLE t (a int, b int,)", "tsql").operations

    assert isinstance(made, CreateTable)
    assert [column.name for column in made.columns] == ["a", "b"]
    assert read("CREATE TABLE t (a int,, b int)", "tsql").error
    assert read("CREATE TABLE t (,)", "tsql").error


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_is_no_statement(text: str) -> None:
    assert read(text, "tsql").error


@given(
    st.lists(
        st.sampled_from([*HOSTILE, *WORDS]),
        max_size=30,
    ).map(" ".join)
)
def test_any_text_has_an_answer(text: str) -> None:
    parsed = read(text, "tsql")

    assert not (parsed.operations and parsed.error)
    assert 0 <= parsed.offset <= len(text)
