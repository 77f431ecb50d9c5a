import pytest

from branchline.rules.constraints.column_alignment import column_alignment
from branchline.rules.constraints.drop_index_backing_fk_or_unique import (
    drop_index_backing_fk_or_unique,
)
from branchline.rules.constraints.duplicate_index import duplicate_index
from branchline.rules.constraints.hash_index import hash_index
from branchline.rules.constraints.index_dup_column import index_dup_column
from branchline.rules.constraints.index_in_own_script import index_in_own_script
from branchline.rules.constraints.index_on_lob import index_on_lob
from branchline.rules.constraints.partition_policy import partition_policy
from branchline.rules.constraints.replace_index_order import replace_index_order
from branchline.rules.constraints.too_many_indexes import too_many_indexes
from branchline.rules.constraints.wide_index import wide_index
from tests.rules.analysed import findings, messages

TABLE = "CREATE TABLE t (a int, b int, c int, body jsonb);\n"
NEXT = "-- changeset 2\n"

# --- duplicate-index ---


def test_says_which_of_the_two_is_superfluous() -> None:
    sql = TABLE + "CREATE INDEX old ON t (a, b);\n" + NEXT + "CREATE INDEX new ON t (a);"

    [finding] = findings(duplicate_index, sql)

    assert finding.message == "new is superfluous beside old: each write of t keeps both"
    assert finding.hint == "leave it out"


def test_an_older_one_may_go() -> None:
    sql = TABLE + "CREATE INDEX old ON t (a);\n" + NEXT + "CREATE INDEX ON t (a, b);"

    [finding] = findings(duplicate_index, sql)

    assert finding.message == "old is superfluous beside the new index: each write of t keeps both"
    assert finding.hint == "drop it: DROP INDEX CONCURRENTLY old"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("UNIQUE INDEX i ON t (a)", "UNIQUE INDEX j ON t (a)", 1),
        ("UNIQUE INDEX i ON t (a)", "UNIQUE INDEX j ON t (a, b)", 0),
        ("UNIQUE INDEX i ON t (a, b)", "UNIQUE INDEX j ON t (a)", 0),
        ("INDEX i ON t (a) INCLUDE (b)", "INDEX j ON t (a)", 1),
        ("INDEX i ON t (a)", "INDEX j ON t (a) INCLUDE (b)", 0),
        ("INDEX i ON t (a) INCLUDE (b)", "INDEX j ON t (a, c)", 0),
        ("INDEX i ON t (a DESC)", "INDEX j ON t (a)", 0),
        ("INDEX i ON t USING hash (a)", "INDEX j ON t (a)", 0),
        ("INDEX i ON t ((a + 1))", "INDEX j ON t ((a + 1))", 0),
        ("INDEX i ON t (a) WHERE b > 0", "INDEX j ON t (a) WHERE b > 0", 1),
        ("INDEX i ON t (a)", "INDEX IF NOT EXISTS i ON t (a)", 0),
    ],
)
def test_indexes_that_differ_are_both_needed(one: str, other: str, said: int) -> None:
    assert len(messages(duplicate_index, f"{TABLE}CREATE {one};\nCREATE {other};")) == said


def test_indexes_of_one_statement_are_compared() -> None:
    sql = "CREATE TABLE t (a int, b int, KEY i (a), KEY j (a, b));"

    [finding] = findings(duplicate_index, sql, "mariadb")

    assert finding.message == "i is superfluous beside j: each write of t keeps both"
    assert finding.hint == "drop it: DROP INDEX i ON t"


# --- replace-index-order ---


def test_a_lock_is_held_until_the_new_one_is_there() -> None:
    sql = TABLE + "CREATE INDEX i ON t (a);\n" + NEXT + "DROP INDEX i;\nCREATE INDEX j ON t (a, b);"

    assert messages(replace_index_order, sql) == [
        "index i is dropped before j is built: nobody reads or writes t until it is"
    ]


def test_the_same_name_says_enough_of_an_index_that_nobody_knows() -> None:
    sql = "-- changeset 1 no-transaction\nDROP INDEX i;\nCREATE INDEX i ON t (a);"

    assert messages(replace_index_order, sql) == [
        "index i is dropped before it is built anew: queries on t go without one"
    ]


def test_an_index_without_a_name_is_a_successor_too() -> None:
    sql = TABLE + "CREATE INDEX i ON t (a);\n" + NEXT + "DROP INDEX i;\nCREATE INDEX ON t (a);"

    [message] = messages(replace_index_order, sql)

    assert message.startswith("index i is dropped before its successor is built")


def test_a_new_table_may_change_its_indexes() -> None:
    sql = TABLE + "CREATE INDEX i ON t (a);\nDROP INDEX i;\nCREATE INDEX j ON t (a);"

    assert not messages(replace_index_order, sql)


# --- drop-index-backing-fk-or-unique ---


@pytest.mark.parametrize(
    ("also", "lost"),
    [
        ("CREATE UNIQUE INDEX j ON t (a)", 0),
        ("CREATE UNIQUE INDEX j ON t (a, b, c)", 0),
        ("ALTER TABLE t ADD UNIQUE (a, b)", 0),
        ("ALTER TABLE t ADD CHECK (a > b)", 1),
        ("CREATE INDEX j ON t (a, b)", 1),
        ("CREATE UNIQUE INDEX j ON app.t (a, b)", 1),
        ("ALTER TABLE app.t ADD UNIQUE (a, b)", 1),
        ("DROP TABLE t", 0),
    ],
)
def test_uniqueness_may_move_and_be_loosened(also: str, lost: int) -> None:
    sql = f"{TABLE}CREATE UNIQUE INDEX i ON t (a, b);\n{NEXT}DROP INDEX i;\n{also};"

    assert len(messages(drop_index_backing_fk_or_unique, sql)) == lost


def test_says_what_an_index_held() -> None:
    sql = (
        f"{TABLE}CREATE UNIQUE INDEX u ON t (a, lower(body ->> 'x'));\n"
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES p;\nCREATE INDEX i ON t (b);\n"
        f"{NEXT}DROP INDEX u;\nDROP INDEX i;"
    )

    assert messages(drop_index_backing_fk_or_unique, sql) == [
        "drops index u of t, and with it that a and an expression are unique",
        "drops index i of t, and with it the only index that begins with b of f",
    ]


def test_a_foreign_key_may_go_with_its_index() -> None:
    table = "CREATE TABLE t (a int, KEY i (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (a));\n"
    drop = NEXT + "ALTER TABLE t DROP FOREIGN KEY f, DROP INDEX i;"

    assert not messages(drop_index_backing_fk_or_unique, table + drop, "mariadb")


def test_an_index_that_is_not_known_held_nothing() -> None:
    assert not messages(drop_index_backing_fk_or_unique, "DROP INDEX i;")
    assert not messages(drop_index_backing_fk_or_unique, "DROP INDEX i ON t;", "mariadb")


# --- index-on-lob ---


def test_the_column_may_come_with_its_index() -> None:
    table = "CREATE TABLE t (a int, body longtext, KEY i (body));"
    column = "ALTER TABLE t ADD COLUMN body text, ADD INDEX (body);"

    [message] = messages(index_on_lob, table, "mysql")
    [finding] = findings(index_on_lob, column, "mysql")

    assert message == "index i keeps whole values of t.body, which is longtext"
    assert finding.message == "an index keeps whole values of t.body, which is text"
    assert finding.hint == "index the first characters: CREATE INDEX ... ON t (body(100))"


def test_columns_of_no_known_type_may_be_indexed() -> None:
    assert not messages(index_on_lob, "CREATE INDEX i ON t (body);", "mysql")


# --- the others ---


def test_says_which_column_stands_twice() -> None:
    sql = "CREATE INDEX ON t (a, b, a);\nALTER TABLE t ADD PRIMARY KEY (b, b);"

    assert messages(index_dup_column, sql) == [
        "an index of t has a twice",
        "the primary key of t has b twice",
    ]


def test_a_check_may_name_a_column_twice() -> None:
    assert not messages(index_dup_column, "ALTER TABLE t ADD CHECK (a > 0 AND a < 9);")


def test_other_dialects_know_no_hash() -> None:
    assert not messages(hash_index, "CREATE INDEX i ON t USING hash (a);")
    assert len(messages(hash_index, "CREATE INDEX ON t USING hash (a);", "postgres", "9.6")) == 1


def test_the_width_of_an_index_is_an_option() -> None:
    sql = "CREATE INDEX ON t (a, b, c);"

    assert messages(wide_index, sql, columns=2) == ["the index on t has 3 columns, more than 2"]


def test_an_index_in_place_of_another_is_not_one_more() -> None:
    table = f"{TABLE}CREATE INDEX i ON t (a);\n{NEXT}"

    assert messages(too_many_indexes, f"{table}CREATE INDEX j ON t (b);", most=1) == [
        "t has 2 indexes, more than 1: each write keeps them all"
    ]
    assert not messages(too_many_indexes, f"{table}CREATE INDEX j ON t (b);\nDROP INDEX i;", most=1)


def test_an_index_without_a_name_is_called_one() -> None:
    sql = "ALTER TABLE t ADD COLUMN d int;\nCREATE INDEX ON t (a);"

    assert messages(index_in_own_script, sql) == ["an index on t is built among other changes"]


def test_partitions_are_found_in_every_form() -> None:
    postgres = (
        "CREATE TABLE p PARTITION OF t FOR VALUES IN (1);\n"
        "ALTER TABLE t ATTACH PARTITION q FOR VALUES IN (2);"
    )
    mariadb = (
        "ALTER TABLE t ADD PARTITION (PARTITION p VALUES LESS THAN (9));\n"
        "ALTER TABLE t DROP PARTITION p;"
    )

    assert len(messages(partition_policy, postgres)) == 2
    assert len(messages(partition_policy, mariadb, "mariadb")) == 1


def test_says_how_many_bytes_and_which_order() -> None:
    sql = "CREATE TABLE t (a boolean, b bigint, c smallint, d timestamptz, e text, f int[]);"

    [finding] = findings(column_alignment, sql)

    assert finding.message == "each row of t loses 13 bytes to the order of its columns"
    assert finding.hint == "put the widest first: b, d, c, a, then those of no fixed width"


def test_a_table_from_a_query_has_columns_without_types() -> None:
    assert not messages(column_alignment, "CREATE TABLE t AS SELECT true AS a, 1 AS b;")
