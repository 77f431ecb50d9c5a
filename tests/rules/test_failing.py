"""What a server refuses: the changelog tells beforehand, and the server agrees."""

import psycopg
import pytest

from branchline.rule import Rule
from branchline.rules.failing.add_notnull_nonempty import add_notnull_nonempty
from branchline.rules.failing.cic_partitioned import cic_partitioned
from branchline.rules.failing.dependent_objects import dependent_objects
from branchline.rules.failing.duplicate_assignment import duplicate_assignment
from branchline.rules.failing.duplicate_object import duplicate_object
from branchline.rules.failing.identifier_too_long import identifier_too_long
from branchline.rules.failing.lock_table_outside_tx import lock_table_outside_tx
from branchline.rules.failing.refresh_concurrently_no_unique import refresh_concurrently_no_unique
from branchline.rules.failing.unknown_object import unknown_object
from branchline.rules.failing.version_syntax import version_syntax
from tests.rules.judged import found

MADE = """
CREATE TYPE status AS ENUM ('open');
CREATE DOMAIN cents AS integer;
CREATE TABLE orders (
  id integer PRIMARY KEY, total integer, note text, status status, price cents,
  twice integer GENERATED ALWAYS AS (total * 2) STORED, CONSTRAINT positive CHECK (total > 0));
CREATE TABLE items (order_id integer REFERENCES orders, no integer UNIQUE);
CREATE TABLE heirs () INHERITS (items);
CREATE VIEW totals AS SELECT id, total FROM orders;
CREATE VIEW largest AS SELECT id FROM totals;
CREATE VIEW everything AS SELECT * FROM items;
CREATE VIEW both_of AS SELECT o.id, i.no FROM orders o JOIN items i ON i.order_id = o.id;
CREATE MATERIALIZED VIEW sums AS SELECT note FROM orders;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE numbers;
CREATE INDEX orders_note_idx ON orders (note);
CREATE TABLE spare (id integer);
DROP TABLE spare;
CREATE TABLE more (id integer PRIMARY KEY, extra text);
ALTER TABLE orders ADD COLUMN extra text;
ALTER TABLE items ADD COLUMN more_id integer REFERENCES more;
CREATE VIEW joined AS SELECT more.extra FROM more, orders;
"""
LINES = MADE.count("\n")

# Statements after those above: which rule says that they fail, and why.
REFUSED = [
    (dependent_objects, "DROP TABLE items", "view everything, view both_of and table heirs"),
    (dependent_objects, "DROP VIEW totals", "view largest"),
    (dependent_objects, "DROP TYPE status", "column orders.status"),
    (dependent_objects, "DROP DOMAIN cents", "column orders.price"),
    (dependent_objects, "ALTER TABLE orders DROP COLUMN total", "view totals and column"),
    (dependent_objects, "ALTER TABLE orders DROP COLUMN id", "view totals, view both_of and table"),
    (dependent_objects, "ALTER TABLE orders DROP COLUMN note", "view sums depends"),
    (dependent_objects, "ALTER TABLE items ALTER COLUMN no TYPE bigint", "view everything"),
    (dependent_objects, "ALTER TABLE orders DROP CONSTRAINT orders_pkey", "table items"),
    (unknown_object, "ALTER TABLE spare ADD COLUMN x int", "table spare is not there"),
    (unknown_object, "ALTER TABLE orders DROP COLUMN nothing", "column orders.nothing"),
    (unknown_object, "ALTER TABLE orders RENAME COLUMN nothing TO x", "column orders.nothing"),
    (unknown_object, "CREATE INDEX ON orders (nothing)", "column orders.nothing"),
    (unknown_object, "ALTER TABLE orders ADD UNIQUE (nothing)", "column orders.nothing"),
    (unknown_object, "ALTER TABLE orders DROP CONSTRAINT nothing", "constraint nothing of orders"),
    (unknown_object, "ALTER TABLE items ADD FOREIGN KEY (no) REFERENCES spare", "table spare"),
    (unknown_object, "CREATE VIEW x AS SELECT * FROM spare", "table spare is not there"),
    (unknown_object, "INSERT INTO spare VALUES (1)", "table spare is not there"),
    (duplicate_object, "CREATE TABLE orders (id int)", "table orders is there already"),
    (duplicate_object, "CREATE TABLE totals (id int)", "view totals is there already"),
    (duplicate_object, "CREATE VIEW orders AS SELECT 1", "table orders is there already"),
    (duplicate_object, "CREATE TYPE status AS ENUM ('x')", "type status"),
    (duplicate_object, "CREATE DOMAIN cents AS integer", "type cents"),
    (duplicate_object, "ALTER TYPE status ADD VALUE 'open'", "'open' of status"),
    (duplicate_object, "CREATE SEQUENCE numbers", "sequence numbers"),
    (
        duplicate_object,
        "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 2'",
        "function one",
    ),
    (duplicate_object, "ALTER TABLE items RENAME TO orders", "table orders"),
    (duplicate_object, "ALTER TABLE orders RENAME COLUMN id TO total", "column orders.total"),
    (duplicate_object, "ALTER TABLE orders ADD COLUMN note int", "column orders.note"),
    (
        duplicate_object,
        "ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0)",
        "constraint positive",
    ),
    (duplicate_object, "CREATE INDEX orders_note_idx ON orders (id)", "index orders_note_idx"),
    (duplicate_assignment, "UPDATE orders SET note = 'a', note = 'b'", "note stands here twice"),
    (duplicate_assignment, "INSERT INTO items (no, no) VALUES (1, 2)", "no stands here twice"),
    (duplicate_assignment, "CREATE TABLE x (a int, b int, a int)", "a stands here twice"),
    (
        refresh_concurrently_no_unique,
        "REFRESH MATERIALIZED VIEW CONCURRENTLY sums",
        "sums has no unique index",
    ),
]

# Statements after those above that the server takes, and nobody may say otherwise.
TAKEN = [
    "DROP TABLE orders, items, heirs CASCADE",
    "DROP VIEW largest, totals",
    "ALTER TABLE orders DROP COLUMN twice",
    "ALTER TABLE orders DROP COLUMN price",
    "ALTER TABLE orders DROP COLUMN extra",
    "ALTER TABLE items DROP COLUMN no CASCADE",
    "ALTER TABLE items DROP CONSTRAINT items_no_key",
    "ALTER TABLE orders DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (total > 1)",
    "ALTER TABLE orders DROP COLUMN twice, DROP COLUMN total CASCADE",
    "ALTER TABLE orders DROP COLUMN price, ADD COLUMN price integer",
    "ALTER TABLE orders ADD COLUMN x int, ALTER COLUMN x SET NOT NULL, ADD UNIQUE (x)",
    "ALTER TABLE IF EXISTS spare ADD COLUMN x int",
    "CREATE OR REPLACE VIEW totals AS SELECT id, total FROM orders",
    "CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 2'",
    "CREATE FUNCTION one(x integer) RETURNS integer LANGUAGE sql AS 'SELECT 2'",
    "CREATE TABLE spare (id integer)",
    "CREATE TEMPORARY TABLE orders (id integer)",
    "CREATE TYPE numbers AS ENUM ('one')",
    "CREATE POLICY p ON orders",
    "ALTER TYPE status ADD VALUE IF NOT EXISTS 'open'",
    "DO $$ BEGIN EXECUTE 'DROP VIEW largest'; DROP VIEW totals; END $$",
    "DO $$ BEGIN IF false THEN CREATE TABLE orders (); DROP TABLE spare; END IF; END $$",
    "REFRESH MATERIALIZED VIEW sums",
    "INSERT INTO items DEFAULT VALUES",
]
RULES = [
    add_notnull_nonempty,
    cic_partitioned,
    dependent_objects,
    duplicate_assignment,
    duplicate_object,
    refresh_concurrently_no_unique,
    unknown_object,
    version_syntax,
]


@pytest.mark.parametrize(("rule", "sql", "message"), REFUSED, ids=[sql for _, sql, _ in REFUSED])
def test_what_the_server_refuses_is_said_before(
    rule: Rule, sql: str, message: str, empty_postgres_url: str
) -> None:
    findings = found(rule, f"{MADE}{sql};")

    assert [f.place.line for f in findings] == [LINES + 1]
    assert message in findings[0].message
    with psycopg.connect(empty_postgres_url) as connection:
        connection.execute(MADE)
        with pytest.raises(psycopg.Error):
            connection.execute(sql)


@pytest.mark.parametrize("sql", TAKEN)
def test_what_the_server_takes_is_not_refused(sql: str, empty_postgres_url: str) -> None:
    assert [f.message for rule in RULES for f in found(rule, f"{MADE}{sql};")] == []

    with psycopg.connect(empty_postgres_url) as connection:
        connection.execute(MADE)
        connection.execute(sql)
        connection.rollback()


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("CREATE TABLE x (a int, b int GENERATED ALWAYS AS (a) STORED)", "12"),
        ("ALTER TABLE x ADD COLUMN b int GENERATED ALWAYS AS (a) VIRTUAL", "18"),
        ("ALTER TABLE x ADD CHECK (a > 0) NOT ENFORCED", "18"),
        ("ALTER TABLE x ADD CONSTRAINT n NOT NULL a", "18"),
        ("ALTER TABLE x ADD PRIMARY KEY (a, b WITHOUT OVERLAPS)", "18"),
        ("ALTER TABLE x ADD UNIQUE NULLS NOT DISTINCT (a)", "15"),
        ("ALTER TABLE x ALTER CONSTRAINT c NOT ENFORCED", "18"),
        ("ALTER TABLE x ALTER COLUMN a SET EXPRESSION AS (b)", "17"),
        ("ALTER TABLE x ALTER COLUMN a DROP EXPRESSION", "13"),
        ("ALTER TABLE x SET ACCESS METHOD heap", "15"),
        ("ALTER TABLE x DETACH PARTITION y CONCURRENTLY", "14"),
        ("REINDEX TABLE CONCURRENTLY x", "12"),
        ("CREATE VIEW v WITH (security_invoker = true) AS SELECT 1", "15"),
        ("CREATE OR REPLACE TRIGGER t BEFORE INSERT ON x EXECUTE FUNCTION f()", "14"),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END", "14"),
    ],
)
def test_newer_words_are_known_by_their_version(sql: str, message: str) -> None:
    [finding] = found(version_syntax, f"{sql};", engine="postgres 11")

    assert f"needs PostgreSQL {message}, and this runs on 11" in finding.message
    assert not found(version_syntax, f"{sql};", engine="postgres 18")


def test_a_type_that_nobody_made_tells_nothing() -> None:
    assert not found(dependent_objects, "CREATE TABLE a (x status); DROP TYPE status;")


def test_other_words_are_as_old_as_any() -> None:
    sql = "CREATE VIEW v WITH (check_option = local) AS SELECT 1; CREATE TABLE t (a int UNIQUE);"

    assert not found(version_syntax, sql, engine="postgres 11")
    assert not found(version_syntax, "SELECT 1", engine="oracle 9")


def test_sqlite_learnt_words_too() -> None:
    sql = "ALTER TABLE a DROP COLUMN b; ALTER TABLE a RENAME COLUMN c TO d;"

    [drop] = found(version_syntax, sql, engine="sqlite 3.30")

    assert drop.message == "DROP COLUMN needs SQLite 3.35, and this runs on 3.30"


def test_a_required_column_names_its_table() -> None:
    sql = "CREATE TABLE a (x int); INSERT INTO a VALUES (1); ALTER TABLE a ADD y int NOT NULL;"

    [finding] = found(add_notnull_nonempty, sql)

    assert finding.message == (
        "adds a.y NOT NULL without a default, and a has rows by now: this fails"
    )
    assert finding.hint == "ALTER TABLE a ADD COLUMN y integer NOT NULL DEFAULT ..."


def test_an_index_of_a_partitioned_table_has_a_way_out() -> None:
    table = "CREATE TABLE a (x int, y int) PARTITION BY RANGE (x);"

    [named] = found(cic_partitioned, f"{table} CREATE INDEX CONCURRENTLY i ON a (y);")
    [unnamed] = found(cic_partitioned, f"{table} CREATE INDEX CONCURRENTLY ON a ((y + 1));")

    assert named.hint.startswith("CREATE INDEX i ON ONLY a (y), then")
    assert unnamed.hint.startswith("CREATE INDEX ON ONLY a (...), then")
    assert not found(cic_partitioned, f"{table} CREATE INDEX ON a (y);")


@pytest.mark.parametrize(
    ("engine", "longest"),
    [("postgres", 63), ("mysql", 64), ("tsql", 128), ("oracle", 128), ("oracle 11.2", 30)],
)
def test_every_server_has_its_longest_name(engine: str, longest: int) -> None:
    sql = "CREATE TABLE {} (x int);"

    assert not found(identifier_too_long, sql.format("a" * longest), engine=engine)
    assert found(identifier_too_long, sql.format("a" * (longest + 1)), engine=engine)


def test_bytes_are_what_postgres_counts() -> None:
    [finding] = found(identifier_too_long, f"CREATE TABLE {'é' * 32} (x int);")

    assert finding.message.endswith("has 64 bytes: the server cuts it at 63")


def test_a_policy_may_allow_shorter_names_than_the_server() -> None:
    sql = f"CREATE TABLE {'a' * 41} (x int); CREATE TABLE {'b' * 40} (x int);"

    [finding] = found(identifier_too_long, sql, max=40)

    assert finding.message == f"{'a' * 41} has 41 characters: the policy allows 40"


def test_a_lock_needs_a_transaction() -> None:
    [finding] = found(lock_table_outside_tx, "LOCK TABLE a.b;", wrapped=False)

    assert finding.message == "LOCK TABLE a.b fails here: no transaction is open"


def test_a_view_follows_what_it_reads() -> None:
    renamed = "ALTER TABLE orders RENAME COLUMN note TO remark; ALTER VIEW totals RENAME TO sum;"
    sql = f"{MADE}{renamed} ALTER TABLE orders DROP COLUMN remark; DROP VIEW sum;"

    remark, total = found(dependent_objects, sql)

    assert remark.message.startswith("view sums depends on it")
    assert total.message.startswith("view largest depends on it")
