"""Oracle's and standard SQL's statements: no server stands by, so what they do is told here."""

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
    CommentOn,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateTrigger,
    CreateView,
    DropIndex,
    DropObject,
    RenameObject,
)
from branchline.model.operations.session import (
    Analyze,
    Delete,
    Grant,
    Insert,
    LockTable,
    Merge,
    Other,
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
    DropDefault,
    DropNotNull,
    DropTable,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    SetTableOption,
    TruncateTable,
    ValidateConstraint,
)
from branchline.sql.generic import read

T = Name("T")
U = Name("U")
NUMBER = SqlType("number")

ALTERATIONS: list[tuple[str, list[Operation]]] = [
    (
        "ADD (a NUMBER, CONSTRAINT c CHECK (a > 0) ENABLE NOVALIDATE)",
        [
            AddColumn(T, Column("A", NUMBER)),
            AddConstraint(
                T,
                Constraint(
                    ConstraintKind.CHECK,
                    "C",
                    columns=("A",),
                    expression=Expression("a > 0", columns=("A",)),
                    valid=False,
                ),
            ),
        ],
    ),
    (
        "ADD a VARCHAR2(9 CHAR) DEFAULT 'x' NOT NULL",
        [
            AddColumn(
                T,
                Column(
                    "A",
                    SqlType("varchar2", (9,)),
                    not_null=True,
                    default=Expression("'x'", constant=True, strings=("x",)),
                ),
            )
        ],
    ),
    (
        "MODIFY (a NUMBER(12) NOT NULL, b DEFAULT 1, c NULL)",
        [
            AlterColumnType(T, "A", SqlType("number", (12,))),
            SetNotNull(T, "A"),
            SetDefault(T, "B", Expression("1", constant=True, true=True)),
            DropNotNull(T, "C"),
        ],
    ),
    ("MODIFY CONSTRAINT c VALIDATE", [ValidateConstraint(T, "C")]),
    ("MODIFY CONSTRAINT c DISABLE", [AlterConstraint(T, "C", "disable")]),
    ("ENABLE VALIDATE CONSTRAINT c", [ValidateConstraint(T, "C")]),
    ("ENABLE NOVALIDATE CONSTRAINT c", [AlterConstraint(T, "C", "enabled")]),
    ("DROP COLUMN a CASCADE CONSTRAINTS", [DropColumn(T, "A", cascade=True)]),
    ("SET UNUSED (a, b)", [DropColumn(T, "A", hidden=True), DropColumn(T, "B", hidden=True)]),
    ("DROP UNUSED COLUMNS", [SetTableOption(T, "drop unused columns")]),
    ("DROP CONSTRAINT c CASCADE", [DropConstraint(T, "C", cascade=True)]),
    ("DROP PRIMARY KEY", [DropConstraint(T, kind_of="primary key")]),
    ('RENAME COLUMN a TO "b"', [RenameColumn(T, "A", "b")]),
    ("RENAME TO u", [RenameTable(T, U)]),
    ("RENAME CONSTRAINT a TO b", [RenameObject("constraint", Name("A"), "B", T)]),
    ("TRUNCATE PARTITION p UPDATE INDEXES", [AlterPartition(T, "truncate", ("P",), indexes=True)]),
    ("MOVE TABLESPACE x", [SetTableOption(T, "move", "TABLESPACE x")]),
]

OPERATIONS: list[tuple[str, list[Operation]]] = [
    (
        (
            "CREATE TABLE t (a NUMBER(*,0) GENERATED ALWAYS AS IDENTITY, d DATE DEFAULT SYSDATE "
            "+ 1 NOT NULL ENABLE, CONSTRAINT p PRIMARY KEY (a) USING INDEX TABLESPACE x) "
            "PARTITION BY RANGE (d) (PARTITION p0 VALUES LESS THAN (MAXVALUE))"
        ),
        [
            CreateTable(
                T,
                columns=(
                    Column("A", SqlType("number", (0,), values=("*",)), identity=True),
                    Column(
                        "D",
                        SqlType("date"),
                        not_null=True,
                        default=Expression("SYSDATE + 1", functions=("sysdate",)),
                    ),
                ),
                constraints=(Constraint(ConstraintKind.PRIMARY_KEY, "P", columns=("A",)),),
                partitioned=True,
                partition_columns=("D",),
            )
        ],
    ),
    (
        "CREATE GLOBAL TEMPORARY TABLE t (a TIMESTAMP(6) WITH TIME ZONE) ON COMMIT DELETE ROWS",
        [
            CreateTable(
                T,
                columns=(Column("A", SqlType("timestamp with time zone", (6,))),),
                options=(("global temporary", "true"),),
            )
        ],
    ),
    ("DROP TABLE t CASCADE CONSTRAINTS PURGE", [DropTable(T, cascade=True)]),
    ("RENAME t TO u", [RenameTable(T, U)]),
    ("TRUNCATE TABLE t REUSE STORAGE", [TruncateTable(T)]),
    (
        "CREATE UNIQUE INDEX app.i ON t (a, UPPER(b) DESC) TABLESPACE x ONLINE",
        [
            CreateIndex(
                T,
                "I",
                (
                    Key("A"),
                    Key(
                        "",
                        Expression("UPPER(b)", functions=("upper",), columns=("B",)),
                        descending=True,
                    ),
                ),
                unique=True,
                options=(("online", "on"),),
            )
        ],
    ),
    (
        "ALTER INDEX i REBUILD ONLINE",
        [AlterObject("index", Name("I"), "rebuild", options=(("online", "on"),))],
    ),
    ("DROP INDEX app.i", [DropIndex(Name("I", "APP"))]),
    (
        'CREATE OR REPLACE FORCE VIEW v AS SELECT "Foo", bar FROM t WITH READ ONLY',
        [CreateView(Name("V"), replace=True, columns=("Foo", "BAR"), reads=(T,))],
    ),
    (
        "CREATE OR REPLACE PROCEDURE p IS BEGIN NULL; END;",
        [
            CreateFunction(
                Name("P"),
                language="plsql",
                replace=True,
                procedure=True,
                body="IS BEGIN NULL; END",
            )
        ],
    ),
    (
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN :new.a := 1; END;",
        [CreateTrigger(T, "G")],
    ),
    ("CREATE SEQUENCE s START WITH 1", [CreateObject("sequence", Name("S"))]),
    ("DROP USER x CASCADE", [DropObject("user", Name("X"), cascade=True)]),
    ("COMMENT ON COLUMN app.t.a IS 'x'", [CommentOn("column", Name("A"), "x", Name("T", "APP"))]),
    ("GRANT SELECT ON t TO x", [Grant(("select",), "table", (T,), ("X",))]),
    ("ALTER SESSION SET DDL_LOCK_TIMEOUT = 10", [SetVariable("ddl_lock_timeout", "10")]),
    ("ALTER SESSION ENABLE PARALLEL DML", [Other("alter session enable parallel dml")]),
    ("LOCK TABLE t IN EXCLUSIVE MODE NOWAIT", [LockTable(T, "EXCLUSIVE", nowait=True)]),
    ("ROLLBACK TO x", [Savepoint()]),
    ("CALL p(1)", [Select(functions=("p",))]),
    ("ANALYZE TABLE t COMPUTE STATISTICS", [Analyze((T,))]),
    (
        "UPDATE t SET a = q'[it's]' WHERE ROWNUM < 9",
        [
            Update(
                T,
                columns=("A",),
                where=Expression("ROWNUM < 9", columns=("ROWNUM",)),
                values=("it's",),
            )
        ],
    ),
    ("DELETE t", [Delete(T)]),
    (
        "INSERT ALL INTO t VALUES (1) INTO u VALUES (2) SELECT * FROM dual",
        [
            Insert(T, from_query=True, reads=(Name("DUAL"),)),
            Insert(U, from_query=True, reads=(Name("DUAL"),)),
        ],
    ),
    (
        "MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET t.a = u.a",
        [Merge(T, reads=(U,))],
    ),
    (
        "BEGIN EXECUTE IMMEDIATE 'DROP TABLE t'; EXCEPTION WHEN OTHERS THEN NULL; END;",
        [RunBlock("plsql"), DropTable(T)],
    ),
    (
        "DECLARE n NUMBER; BEGIN DELETE FROM t; EXECUTE IMMEDIATE 'drop table ' || n; END;",
        [RunBlock("plsql", dynamic=True, unquoted=True), Delete(T)],
    ),
]

STANDARD: list[tuple[str, list[Operation]]] = [
    ("alter table T alter column a set not null", [SetNotNull(Name("t"), "a")]),
    ("alter table t alter a drop not null", [DropNotNull(Name("t"), "a")]),
    ("alter table t alter a drop default", [DropDefault(Name("t"), "a")]),
    (
        "alter table t alter a set data type bigint, drop column b cascade",
        [
            AlterColumnType(Name("t"), "a", SqlType("bigint")),
            DropColumn(Name("t"), "b", cascade=True),
        ],
    ),
    (
        'create table "T" (a double precision)',
        [CreateTable(T, columns=(Column("a", SqlType("double precision")),))],
    ),
]

HOSTILE = (*"(),.;*=-'\"[]`#", "\0", "/*", "*/", ":a", "--\n", "q'", "ALTER TABLE", "BEGIN")
WORDS = sorted({word for text, _ in [*OPERATIONS, *STANDARD] for word in text.split()})

REFUSED = [
    "CREATE TABLE t",
    "CREATE TABLE t (a",
    "ALTER TABLE t",
    "ALTER TABLE t FOO",
    "DROP TABLE",
    "SELEC 1",
    "UPDATE t SET",
    "DELETE FROM t WHERE",
    "select q'[never closed",
]


@pytest.mark.parametrize(("text", "made"), ALTERATIONS, ids=[text for text, _ in ALTERATIONS])
def test_says_what_alter_table_does(text: str, made: list[Operation]) -> None:
    assert [*read(f"ALTER TABLE t {text}", "oracle").operations] == made


@pytest.mark.parametrize(("text", "made"), OPERATIONS, ids=[text for text, _ in OPERATIONS])
def test_says_what_a_statement_does(text: str, made: list[Operation]) -> None:
    assert [*read(text, "oracle").operations] == made


@pytest.mark.parametrize(("text", "made"), STANDARD, ids=[text for text, _ in STANDARD])
def test_reads_any_other_dialect_as_standard_sql(text: str, made: list[Operation]) -> None:
    assert [*read(text, "ansi").operations] == made


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_is_no_statement(text: str) -> None:
    assert read(text, "oracle").error


@given(
    st.lists(
        st.sampled_from([*HOSTILE, *WORDS]),
        max_size=30,
    ).map(" ".join),
    st.sampled_from(["oracle", "ansi"]),
)
def test_any_text_has_an_answer(text: str, dialect: str) -> None:
    parsed = read(text, dialect)

    assert not (parsed.operations and parsed.error)
    assert 0 <= parsed.offset <= len(text)
