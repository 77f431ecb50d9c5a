"""What new things are called, and of what types they are."""

import pytest

from branchline.model.effects import Engine
from branchline.model.operations import Name
from branchline.model.operations.tables import CreateTable
from branchline.rule import Rule
from branchline.rules.names.char_type import char_type
from branchline.rules.names.column_count import column_count
from branchline.rules.names.comment_required import comment_required
from branchline.rules.names.default_required import default_required
from branchline.rules.names.disallowed_objects import disallowed_objects
from branchline.rules.names.disallowed_types import disallowed_types
from branchline.rules.names.enum_order import enum_order
from branchline.rules.names.enum_type import enum_type
from branchline.rules.names.file_name import file_name
from branchline.rules.names.float_money import float_money
from branchline.rules.names.int_column import int_column
from branchline.rules.names.mixed_case_quoted import mixed_case_quoted
from branchline.rules.names.money_type import money_type
from branchline.rules.names.naming_convention import naming_convention
from branchline.rules.names.nullable_column import nullable_column
from branchline.rules.names.required_columns import required_columns
from branchline.rules.names.reserved_word import reserved_word
from branchline.rules.names.serial_type import serial_type
from branchline.rules.names.smallint_column import smallint_column
from branchline.rules.names.time_types import time_types
from branchline.rules.names.timestamp_without_tz import timestamp_without_tz
from branchline.rules.names.varchar_n import varchar_n
from branchline.rules.patterns import words
from tests.rules.judged import found
from tests.rules.statements import statement

SNAKE = "[a-z][a-z0-9_]*"


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ('CREATE TABLE "A" (x int)', "table A"),
        ('CREATE TABLE a ("B" int)', "column a.B"),
        ('CREATE TABLE a (b int CONSTRAINT "C" CHECK (b > 0))', "check C"),
        ('CREATE TABLE a (b int, CONSTRAINT "C" UNIQUE (b))', "unique C"),
        ('ALTER TABLE a ADD COLUMN "B" int', "column a.B"),
        ('ALTER TABLE a ADD CONSTRAINT "C" PRIMARY KEY (b)', "primary key C"),
        ('ALTER TABLE a ADD CONSTRAINT "C" FOREIGN KEY (b) REFERENCES d', "foreign key C"),
        ('ALTER TABLE a RENAME TO "B"', "table B"),
        ('ALTER TABLE a RENAME COLUMN b TO "C"', "column a.C"),
        ('ALTER INDEX a RENAME TO "B"', "index B"),
        ('CREATE INDEX "I" ON a (b)', "index I"),
        ('CREATE UNIQUE INDEX "I" ON a (b)', "unique I"),
        ('CREATE VIEW "V" AS SELECT 1', "view V"),
        ("CREATE TYPE \"T\" AS ENUM ('a')", "type T"),
        ('CREATE DOMAIN "D" AS int', "domain D"),
        ("CREATE FUNCTION \"F\"() RETURNS int AS 'x'", "function F"),
        ("CREATE PROCEDURE \"P\"() AS 'x'", "procedure P"),
        ('CREATE TRIGGER "T" BEFORE INSERT ON a EXECUTE FUNCTION f()', "trigger T"),
        ('CREATE SEQUENCE "S"', "sequence S"),
        ('CREATE SCHEMA "S"', "schema S"),
    ],
)
def test_every_kind_of_name_has_a_convention(sql: str, name: str) -> None:
    [finding] = found(naming_convention, f"{sql};")

    assert finding.message == f"{name} is not called as the policy wants: {SNAKE}"


@pytest.mark.parametrize(
    "sql",
    [
        'CREATE TEMPORARY TABLE "A" ("B" int)',
        'CREATE TABLE "A" PARTITION OF b DEFAULT',
        'CREATE TABLE a AS SELECT 1 AS "B"',
        'CREATE TEMPORARY VIEW "V" AS SELECT 1',
        "CREATE INDEX ON a (b)",
        'CREATE ROLE "R"',
        'CREATE EXTENSION "uuid-ossp"',
        'ALTER TABLE a ADD CHECK ("B" > 0)',
        'ALTER POLICY a ON b RENAME TO "C"',
        'DROP TABLE "A"',
    ],
)
def test_other_names_are_free(sql: str) -> None:
    assert not found(naming_convention, f"{sql};")


def test_a_convention_may_speak_of_tables_and_columns() -> None:
    sql = "CREATE INDEX ix_a_b ON a (b); CREATE INDEX ix_b ON a (b);"
    key = "ALTER TABLE a ADD CONSTRAINT fk_a_b FOREIGN KEY (b_id) REFERENCES b;"

    [finding] = found(naming_convention, sql, index="ix_{table}_{columns}")

    assert finding.message == "index ix_b is not called as the policy wants: ix_{table}_{columns}"
    assert not found(naming_convention, key, foreign_key="fk_{table}_{references}")


def test_a_convention_that_is_no_pattern_says_so() -> None:
    [finding] = found(naming_convention, "CREATE TABLE a (b int);", table="[a-z", column="")

    assert finding.message == "'[a-z' of naming-convention is no regular expression"


def test_reserved_words_are_listed_once() -> None:
    sql = 'CREATE TABLE "order" ("user" text, "User" text, "group" text, id bigint);'

    [finding] = found(reserved_word, sql)
    assert finding.message == (
        "order, order.user, order.User and order.group are reserved words"
        " and will have to stand in quotes"
    )


def test_other_servers_reserve_other_words() -> None:
    assert found(reserved_word, 'CREATE TABLE "order" (id int);', engine="sqlite")
    assert not found(reserved_word, 'CREATE TABLE "user" (id int);', engine="sqlite")


@pytest.mark.parametrize(
    ("engine", "sql", "odd"),
    [
        ("postgres", 'CREATE TABLE "a b" (x int)', True),
        ("postgres", 'CREATE TABLE "A" (x int)', True),
        ("postgres", "CREATE TABLE A$b (x int)", False),
        ("postgres", "CREATE TABLE straße (x int)", False),
        ("mysql", "CREATE TABLE Orders (x int)", True),
        ("mysql", "CREATE TABLE orders (X int)", False),
        ("sqlite", 'CREATE TABLE "A" (x int)', False),
    ],
)
def test_quotes_are_needed_where_the_server_folds(engine: str, sql: str, odd: bool) -> None:  # noqa: FBT001 - a column
    assert bool(found(mixed_case_quoted, f"{sql};", engine=engine)) is odd


def test_a_server_may_fold_upwards() -> None:
    oracle = Engine("oracle")

    assert [*mixed_case_quoted(statement(CreateTable(Name("orders")), engine=oracle))]
    assert not [*mixed_case_quoted(statement(CreateTable(Name("A$B#")), engine=oracle))]


TYPES = [
    (timestamp_without_tz, "timestamp", "t.a has no time zone"),
    (char_type, "char(3)", "t.a is filled up with spaces to a fixed length"),
    (varchar_n, "varchar(3)", "t.a has its greatest length in the type"),
    (int_column, "integer", "t.a ends at 2 147 483 647"),
    (smallint_column, "smallint", "t.a ends at 32 767 or before"),
    (serial_type, "serial", "t.a takes its number from a sequence beside the table"),
    (money_type, "money", "t.a depends on the locale of the server"),
    (time_types, "timetz", "t.a has an offset without a date"),
    (disallowed_types, "xml", "t.a has a type that the policy does not allow: xml"),
]


@pytest.mark.parametrize(("rule", "type_", "message"), TYPES, ids=[r.id for r, _, _ in TYPES])
def test_a_type_is_found_wherever_it_is_given(rule: Rule, type_: str, message: str) -> None:
    create = f"CREATE TABLE t (a {type_}, other text);"
    add = f"ALTER TABLE t ADD COLUMN a {type_};"
    both = f"ALTER TABLE t ADD COLUMN a {type_}, ADD COLUMN b {type_};"

    assert [f.message for f in found(rule, create)] == [message]
    assert [f.message for f in found(rule, add)] == [message]
    assert len(found(rule, both)) == 1
    assert found(rule, both)[0].message.startswith("a and b of t ")
    assert not found(rule, create.replace("TABLE", "TEMPORARY TABLE"))
    assert not found(rule, "CREATE TABLE t (a);", engine="sqlite")
    if rule is not disallowed_types:
        assert not found(rule, f"CREATE TABLE t (a {type_});", engine="sqlite")


def test_a_new_type_of_an_old_column_counts() -> None:
    assert found(timestamp_without_tz, "ALTER TABLE t ALTER COLUMN a TYPE timestamp;")
    assert not found(serial_type, "ALTER TABLE t ALTER COLUMN a TYPE bigint;")


def test_options_narrow_what_is_meant() -> None:
    sql = "CREATE TABLE t (id integer, rank integer, no_code char(2), x varchar(9));"

    assert found(int_column, sql, columns=("*id",))[0].message == "t.id ends at 2 147 483 647"
    assert not found(char_type, sql, codes=("*_code",))
    assert not found(varchar_n, sql, longest=9)
    assert found(float_money, "CREATE TABLE t (tip real);", also=("tip",))


@pytest.mark.parametrize(
    ("name", "money"),
    [("unitPrice", True), ("total", True), ("total_weight", False), ("price_ratio", False)],
)
def test_what_sounds_like_money_is_meant(name: str, money: bool) -> None:  # noqa: FBT001 - a column
    assert bool(found(float_money, f'CREATE TABLE t ("{name}" real);')) is money


def test_names_are_made_of_words() -> None:
    assert words("unitPrice_EUR2HTMLPage") == ["unit", "price", "eur", "2", "html", "page"]


def test_enums_of_both_kinds_are_found() -> None:
    [made] = found(enum_type, "CREATE TYPE e AS ENUM ('a');")
    [column] = found(enum_type, "CREATE TABLE t (a enum('x'));", engine="mysql")

    assert made.message == "e is an enum: a value of it can never be taken away"
    assert column.message == "t.a is an enum: each new value is a change of the table"


def test_a_value_of_an_enum_is_quoted() -> None:
    [finding] = found(enum_order, "ALTER TYPE e ADD VALUE 'it''s';")

    assert finding.hint == "say where it belongs: ALTER TYPE e ADD VALUE 'it''s' BEFORE ..."


def test_required_columns_are_listed() -> None:
    [finding] = found(required_columns, "CREATE TABLE t (a int);", columns=("b", "a", "c"))

    assert finding.message == "table t has no b and c"
    for made in ("AS SELECT 1 AS x", "PARTITION OF u DEFAULT", "() INHERITS (u)", "OF u"):
        assert not found(required_columns, f"CREATE TABLE t {made};")


def test_keys_are_never_null() -> None:
    sql = "CREATE TABLE t (a int, b int PRIMARY KEY, c serial, d int, UNIQUE (d), PRIMARY KEY (a));"

    [finding] = found(nullable_column, sql)

    assert finding.message == "t.d may be null"
    assert not found(nullable_column, sql, columns=("e",))


def test_a_column_that_must_be_filled_is_found() -> None:
    sql = "CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL, c int NOT NULL DEFAULT 1, d int);"

    [finding] = found(default_required, sql)

    assert finding.message == "t.b has no default"
    assert not found(default_required, "ALTER TABLE t ALTER COLUMN a TYPE int;")


def test_columns_may_need_comments_too() -> None:
    sql = """CREATE TABLE s.t (a int, b int, c int);
    COMMENT ON TABLE s.t IS 'x'; COMMENT ON COLUMN s.t.a IS 'x'; COMMENT ON COLUMN t.b IS 'x';
    COMMENT ON TABLE u IS 'x';"""

    [finding] = found(comment_required, sql, columns=True)

    assert finding.message == "b and c of s.t have no comment"
    assert finding.hint == "COMMENT ON COLUMN s.t.b IS '...'"
    assert not found(comment_required, sql)
    assert not found(comment_required, f"{sql} COMMENT ON COLUMN s.t.b IS 'x';", columns=False)
    assert not found(comment_required, "CREATE TABLE a PARTITION OF b DEFAULT;")


def test_an_empty_comment_is_none() -> None:
    [finding] = found(comment_required, "CREATE TABLE t (a int); COMMENT ON TABLE t IS '';")

    assert finding.message == "table t has no comment"


def test_columns_are_counted_with_those_that_are_there() -> None:
    sql = "CREATE TABLE t (a int, b int); ALTER TABLE t ADD COLUMN c int, ADD COLUMN d int;"

    [finding] = found(column_count, sql, most=3)

    assert finding.message == "t has 4 columns, more than the 3 allowed"
    assert not found(column_count, "ALTER TABLE t ADD COLUMN c int;", most=1)
    assert not found(column_count, "CREATE TEMPORARY TABLE t (a int, b int);", most=1)


def test_a_file_is_called_as_the_policy_wants() -> None:
    [finding] = found(file_name, "SELECT 1;", pattern=r"\d{8}_.*\.sql")
    [broken] = found(file_name, "SELECT 1;", pattern="(")

    assert finding.message == r"0001_x.sql is not called as the policy wants: \d{8}_.*\.sql"
    assert broken.message == "'(' of file-name is no regular expression"


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("CREATE FUNCTION f() RETURNS int AS 'x'", "function"),
        ("CREATE PROCEDURE f() AS 'x'", "procedure"),
        ("CREATE VIEW f AS SELECT 1", "view"),
        ("CREATE MATERIALIZED VIEW f AS SELECT 1", "materialized view"),
        ("CREATE SEQUENCE f", "sequence"),
        ("CREATE TRIGGER f BEFORE INSERT ON a EXECUTE FUNCTION f()", "trigger"),
    ],
)
def test_a_kind_of_object_may_be_unwanted(sql: str, kind: str) -> None:
    [finding] = found(disallowed_objects, f"{sql};", kinds=(kind,))

    assert finding.message == f"makes {kind} f: the policy does without a {kind}"
    assert not found(disallowed_objects, f"{sql};", kinds=("table",))
