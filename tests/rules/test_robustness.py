"""What does not run twice, what differs between environments, and what was left behind."""

import pytest

from branchline.model.effects import Engine
from branchline.model.operations import Name
from branchline.model.operations.objects import CreateTrigger
from branchline.rules.repeats import guard_of, is_repeatable
from branchline.rules.robustness.cic_if_not_exists_masks_invalid import (
    cic_if_not_exists_masks_invalid,
)
from branchline.rules.robustness.drop_create_loses_grants import drop_create_loses_grants
from branchline.rules.robustness.environment_literal import environment_literal
from branchline.rules.robustness.file_encoding import file_encoding
from branchline.rules.robustness.guard_masks_drift import guard_masks_drift
from branchline.rules.robustness.leftover import leftover
from branchline.rules.robustness.missing_guard import missing_guard
from branchline.rules.robustness.missing_terminator import missing_terminator
from branchline.rules.robustness.nondeterministic_seed import nondeterministic_seed
from branchline.rules.robustness.opaque_sql import opaque_sql
from branchline.rules.robustness.unqualified_name import unqualified_name
from branchline.rules.robustness.unresolved_placeholder import unresolved_placeholder
from branchline.rules.robustness.use_database import use_database
from branchline.rules.subjects import subject
from branchline.sql.parse import parse
from tests.rules.judged import found
from tests.rules.statements import statements


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("CREATE TABLE x (a int)", "table x has no IF NOT EXISTS"),
        ("DROP TABLE x", "table x has no IF EXISTS"),
        ("ALTER TABLE x ADD COLUMN a int", "column x.a has no IF NOT EXISTS"),
        ("ALTER TABLE x DROP COLUMN a", "column x.a has no IF EXISTS"),
        ("ALTER TABLE x DROP CONSTRAINT c", "constraint c has no IF EXISTS"),
        ("CREATE INDEX i ON x (a)", "index i has no IF NOT EXISTS"),
        ("CREATE INDEX ON x (a)", "table x has no IF NOT EXISTS"),
        ("DROP INDEX i", "index i has no IF EXISTS"),
        ("CREATE VIEW v AS SELECT 1", "view v has no OR REPLACE"),
        ("CREATE MATERIALIZED VIEW v AS SELECT 1", "materialized view v has no IF NOT EXISTS"),
        ("DROP VIEW v", "view v has no IF EXISTS"),
        ("CREATE SCHEMA s", "schema s has no IF NOT EXISTS"),
        ("DROP SCHEMA s", "schema s has no IF EXISTS"),
        ("CREATE FUNCTION f() RETURNS int AS 'x'", "function f has no OR REPLACE"),
        ("CREATE PROCEDURE f() AS 'x'", "procedure f has no OR REPLACE"),
        ("CREATE TRIGGER t BEFORE INSERT ON x EXECUTE FUNCTION f()", "trigger t has no OR REPLACE"),
        ("DROP TRIGGER t ON x", "trigger t has no IF EXISTS"),
        ("ALTER TYPE e ADD VALUE 'a'", "type e has no IF NOT EXISTS"),
    ],
)
def test_the_guard_that_is_missing_is_named(sql: str, message: str) -> None:
    [finding] = found(missing_guard, f"{sql};\nUPDATE x SET b = 1 WHERE b = 0;", wrapped=False)

    assert finding.message.startswith(f"{message}: when a later statement fails")


@pytest.mark.parametrize(
    ("drop", "create"),
    [
        ("DROP TABLE IF EXISTS a.x", "CREATE TABLE a.x (a int)"),
        ("ALTER TABLE x DROP COLUMN IF EXISTS a", "ALTER TABLE x ADD COLUMN a int"),
        ("DROP VIEW IF EXISTS v", "CREATE MATERIALIZED VIEW v AS SELECT 1"),
        (
            "DROP TRIGGER IF EXISTS t ON x",
            "CREATE TRIGGER t BEFORE INSERT ON x EXECUTE FUNCTION f()",
        ),
        ("DROP FUNCTION IF EXISTS f()", "CREATE FUNCTION f() RETURNS int AS 'x'"),
        ("DROP SEQUENCE IF EXISTS s", "CREATE SEQUENCE s"),
    ],
)
def test_what_is_dropped_first_needs_no_guard(drop: str, create: str) -> None:
    assert not found(missing_guard, f"{drop}; {create};", wrapped=False)
    assert found(missing_guard, f"SELECT 1; {create}; {drop};", wrapped=False)


def test_another_name_that_is_dropped_clears_nothing() -> None:
    sql = "ALTER TABLE x DROP COLUMN IF EXISTS b; ALTER TABLE x ADD COLUMN a int;"

    assert found(missing_guard, sql, wrapped=False)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TYPE e AS ENUM ('a')",
        "CREATE ROLE r",
        "CREATE TEMPORARY TABLE x (a int)",
        "ALTER TABLE x RENAME TO y",
        "DO $$ BEGIN CREATE TABLE x (a int); END $$",
    ],
)
def test_where_the_grammar_has_no_guard_none_is_asked_for(sql: str) -> None:
    assert not found(missing_guard, f"{sql}; INSERT INTO x VALUES (1);", wrapped=False)


def test_sqlite_has_guards_of_its_own() -> None:
    sql = "CREATE TABLE x (a int); ALTER TABLE x ADD COLUMN b int;"

    [finding] = found(missing_guard, sql, wrapped=False, engine="sqlite")

    assert finding.hint == "say IF NOT EXISTS"


def test_an_older_server_replaces_no_trigger() -> None:
    trigger = CreateTrigger(Name("x"), "t")

    assert guard_of(trigger, Engine("postgres", (13,))) == ""
    assert guard_of(trigger, Engine("postgres", (14,))) == "OR REPLACE"


def test_a_concurrent_index_is_dropped_first() -> None:
    sql = "CREATE INDEX CONCURRENTLY I1 ON x (a); CREATE INDEX CONCURRENTLY ON x (b);"

    named, unnamed = found(missing_guard, sql, wrapped=False)

    assert named.hint == "put before it: DROP INDEX CONCURRENTLY IF EXISTS i1"
    assert unnamed.hint == "say IF NOT EXISTS"


def test_an_invalid_index_is_named() -> None:
    [finding] = found(
        cic_if_not_exists_masks_invalid,
        'CREATE INDEX CONCURRENTLY IF NOT EXISTS "I" ON x (a);',
        wrapped=False,
    )

    assert finding.hint == 'put before it: DROP INDEX CONCURRENTLY IF EXISTS "I"'


def test_guards_of_private_tables_hide_nothing() -> None:
    sql = """
    CREATE TEMPORARY TABLE IF NOT EXISTS a (x int);
    CREATE TABLE b (x int); DROP TABLE IF EXISTS b;
    DO $$ BEGIN DROP TABLE IF EXISTS c; END $$;
    """

    assert not found(guard_masks_drift, sql)
    assert not found(guard_masks_drift, "DROP TABLE IF EXISTS c;", repeatable=True)


@pytest.mark.parametrize(
    ("made", "again", "roles"),
    [
        (
            "CREATE TABLE a.x (i int); GRANT SELECT ON a.x TO r, s",
            "CREATE TABLE a.x (j int)",
            "r and s",
        ),
        (
            "CREATE FUNCTION x() RETURNS int AS 'a'; GRANT EXECUTE ON FUNCTION x TO r",
            "CREATE FUNCTION x() RETURNS int AS 'b'",
            "r",
        ),
        ("CREATE SEQUENCE x; GRANT USAGE ON SEQUENCE x TO r", "CREATE SEQUENCE x", "r"),
    ],
)
def test_lost_privileges_name_who_had_them(made: str, again: str, roles: str) -> None:
    what = made.split()[1]
    name = "a.x" if what == "TABLE" else "x"

    [finding] = found(drop_create_loses_grants, f"{made}; DROP {what} {name}; {again};")

    assert finding.message == f"{name} is made anew without the privileges of {roles}"


def test_privileges_that_are_given_again_are_not_lost() -> None:
    made = "CREATE VIEW v AS SELECT 1; GRANT SELECT ON v TO r; DROP VIEW v;"
    anew = "CREATE VIEW v AS SELECT 2;"

    assert found(drop_create_loses_grants, f"{made} {anew} GRANT SELECT ON w TO r;")
    everything = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO r;"
    assert not found(drop_create_loses_grants, f"{made} {anew} {everything}")
    assert not found(drop_create_loses_grants, made)
    assert not found(drop_create_loses_grants, "SELECT 1;", down=f"{made} {anew}")


def test_names_without_a_schema_are_listed_once() -> None:
    [finding] = found(unqualified_name, "INSERT INTO x SELECT * FROM y JOIN a.z USING (i);")

    assert finding.message == "x and y are named without a schema"


@pytest.mark.parametrize(
    "sql",
    ["CREATE TYPE e AS ENUM ('a')", "CREATE DOMAIN e AS int", "DROP INDEX e", "DROP VIEW e"],
)
def test_all_that_has_a_schema_is_asked_for_it(sql: str) -> None:
    [finding] = found(unqualified_name, f"{sql};")

    assert finding.message == "e is named without a schema"
    assert not found(unqualified_name, f"{sql};", engine="mysql")


@pytest.mark.parametrize("sql", ["DROP TABLE ${x}", "DROP TABLE {{ x }}", "{% if a %} DROP TABLE"])
def test_placeholders_are_seen_where_nothing_can_be_read(sql: str) -> None:
    [finding] = found(unresolved_placeholder, f"{sql};")

    assert "is a placeholder" in finding.message


def test_a_rollback_ends_too() -> None:
    [finding] = found(missing_terminator, "SELECT 1;", down="SELECT 1;\nSELECT 2")

    assert finding.place.line == 101


def test_a_block_that_can_be_read_is_not_opaque() -> None:
    assert not found(opaque_sql, "DO $$ BEGIN PERFORM 1; END $$;")


def test_chance_is_named() -> None:
    [finding] = found(nondeterministic_seed, "INSERT INTO x SELECT a.random(), now();")

    assert finding.message == "a.random() and now() gives x other rows in every environment"


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER SERVER s OPTIONS (SET host 'db.example.com')",
        "CREATE SERVER s FOREIGN DATA WRAPPER f OPTIONS (host '10.0.0.1')",
    ],
)
def test_what_another_environment_lacks_is_named(sql: str) -> None:
    assert found(environment_literal, f"{sql};")


def test_rows_by_a_file_are_anothers_business() -> None:
    sql = "COPY x FROM '/srv/x.csv'; CREATE ROLE r LOGIN;"

    assert not found(environment_literal, sql)


def test_what_is_left_is_placed() -> None:
    [finding] = found(leftover, "SELECT 1;", down="SELECT 2;\n  --- FIXME later")

    assert (finding.message, finding.place.line) == ("FIXME is left here", 101)


def test_line_ends_of_two_kinds_are_found() -> None:
    [finding] = found(file_encoding, "SELECT 1;\r\nSELECT 2;\n")

    assert finding.message == "has line ends of two kinds: the next editor changes its checksum"
    assert not found(file_encoding, "SELECT 1;\r\nSELECT 2;\r\n")


def test_odd_characters_are_found_once_outside_strings() -> None:
    left, right = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
    sql = f"SELECT '{left}', 1; -- {left}\n/* {left} */ SELECT {right}a{right};"

    [finding] = found(file_encoding, sql)

    assert (finding.message, finding.place.line) == ("has a quote that is none (U+201D) in it", 2)


def test_databases_are_named() -> None:
    [use] = found(use_database, "USE shop;", engine="mysql")
    [name] = found(use_database, "DELETE FROM a.x WHERE i = 1;", engine="mariadb")

    assert use.message == "chooses the database shop"
    assert name.message == "names the database a"
    assert not found(use_database, "SHOW TABLES;", engine="mysql")
    assert not found(use_database, "SET @a = 1; DROP VIEW v;", engine="mysql")


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("ALTER TYPE a.e ADD ATTRIBUTE b int", "type a.e"),
        ("ALTER DOMAIN d SET NOT NULL", "domain d"),
        ("ALTER SEQUENCE s RESTART", "sequence s"),
        ("ALTER VIEW v RENAME TO w", "view v"),
        ("ALTER TABLE t SET SCHEMA a", "table t"),
        ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", "constraint c"),
        ("ALTER TABLE t ADD CHECK (a > 0)", "table t"),
        ("VACUUM", "vacuum"),
    ],
)
def test_every_operation_has_a_subject(sql: str, words: str) -> None:
    [operation] = parse(sql, "postgres").operations

    assert subject(operation) == words


@pytest.mark.parametrize(
    ("sql", "twice"),
    [
        ("INSERT INTO t VALUES (1)", False),
        ("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", True),
        ("UPDATE t SET a = 1 WHERE a = 2", True),
        ("CREATE TEMPORARY TABLE t (a int)", True),
        ("CREATE TYPE e AS ENUM ('a')", False),
        ("DROP TYPE IF EXISTS e; CREATE TYPE e AS ENUM ('a')", True),
        ("DROP DOMAIN IF EXISTS e; CREATE DOMAIN e AS int", True),
        (
            "ALTER TABLE t DROP CONSTRAINT IF EXISTS c; ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)",
            True,
        ),
        ("ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)", False),
        ("ALTER TABLE t RENAME TO u", False),
    ],
)
def test_what_may_run_twice_is_known(sql: str, twice: bool) -> None:  # noqa: FBT001 - a column
    last = statements(*(parse(one, "postgres").operations[0] for one in sql.split(";")))[-1]

    assert is_repeatable(last) is twice
