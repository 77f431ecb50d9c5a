import pytest

from branchline.model.changelog import ChangeSet, Entry, Order
from branchline.rules.reversibility.down_does_not_mirror import down_does_not_mirror
from tests.rules.analysed import findings, messages

BEFORE = """\
-- changeset 0001_before
CREATE TABLE orders (id bigint PRIMARY KEY, note text, total int DEFAULT 0,
  CONSTRAINT positive CHECK (total > 0));
CREATE INDEX orders_note ON orders (note);
CREATE UNIQUE INDEX orders_total ON orders (total);
CREATE VIEW totals AS SELECT total FROM orders;
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE SEQUENCE numbers;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- changeset 0002_change
"""


def said(up: str, down: str) -> list[str]:
    return messages(down_does_not_mirror, f"{BEFORE}{up}\n-- rollback\n{down}")


@pytest.mark.parametrize(
    ("up", "left"),
    [
        ("CREATE TABLE carts (id bigint);", "table carts"),
        ("CREATE VIEW v AS SELECT 1 AS a;", "view v"),
        ("CREATE TYPE t AS ENUM ('a');", "type t"),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';", "function f"),
        ("CREATE SEQUENCE s;", "sequence s"),
        ("CREATE INDEX i ON orders (total);", "index i"),
        ("ALTER TABLE orders ADD COLUMN region text;", "column orders.region"),
        ("ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0);", "constraint c of orders"),
        ("ALTER TABLE imported ADD COLUMN region text;", "column imported.region"),
    ],
)
def test_what_the_change_makes_and_the_rollback_does_not_take_is_left(up: str, left: str) -> None:
    assert said(up, "SELECT 1;") == [f"the rollback leaves {left} behind"]


@pytest.mark.parametrize(
    ("up", "lacking"),
    [
        ("DROP VIEW totals;", "view totals"),
        ("DROP FUNCTION one();", "function one"),
        ("DROP SEQUENCE numbers;", "sequence numbers"),
        ("DROP INDEX orders_note;", "index orders_note"),
        ("DROP VIEW totals;\nDROP TABLE orders;", "table orders and view totals"),
        ("ALTER TABLE orders DROP COLUMN note;", "column orders.note"),
        ("ALTER TABLE orders DROP CONSTRAINT positive;", "constraint positive of orders"),
    ],
)
def test_what_the_change_drops_and_the_rollback_does_not_make_is_lacking(
    up: str, lacking: str
) -> None:
    assert said(up, "SELECT 1;") == [f"the rollback does not bring {lacking} back"]


@pytest.mark.parametrize(
    ("up", "down", "other"),
    [
        (
            "ALTER TABLE orders ALTER COLUMN total TYPE bigint;",
            "SELECT 1;",
            "column orders.total",
        ),
        (
            "ALTER TABLE orders DROP COLUMN total;",
            "ALTER TABLE orders ADD COLUMN total int;",
            "column orders.total",
        ),
        ("ALTER TYPE mood ADD VALUE 'odd';", "SELECT 1;", "type mood"),
        (
            "DROP INDEX orders_note;",
            "CREATE INDEX orders_note ON orders (note, id);",
            "index orders_note",
        ),
    ],
)
def test_what_is_there_and_differs_is_not_restored(up: str, down: str, other: str) -> None:
    assert f"the rollback does not restore {other}" in said(up, down)


def test_a_rename_that_stays_is_said_from_both_sides() -> None:
    assert said("ALTER TABLE orders RENAME TO purchases;", "SELECT 1;") == [
        "the rollback does not bring table orders back",
        "the rollback leaves table purchases behind",
    ]


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("CREATE TABLE carts (id serial PRIMARY KEY);", "DROP TABLE carts;"),
        ("ALTER TABLE orders RENAME TO o;", "ALTER TABLE o RENAME TO orders;"),
        (
            "ALTER TABLE orders DROP COLUMN id;",
            "ALTER TABLE orders ADD COLUMN id bigint PRIMARY KEY;",
        ),
        ("CREATE EXTENSION hstore;\nCREATE SCHEMA app;", "SELECT 1;"),
        ("ALTER TABLE imported DROP COLUMN a;", "ALTER TABLE imported ADD COLUMN a int;"),
        ("UPDATE orders SET total = 1;", "SELECT 1;"),
        ("SELECT 1;", "DROP VIEW totals;"),
        ("SELECT 1;", "CREATE INDEX i ON orders (id);"),
        ("SELECT 1;", "ALTER TABLE orders DROP COLUMN note;"),
        ("SELECT 1;", "DROP TABLE orders;"),
        ("DO $$ BEGIN EXECUTE 'DROP VIEW totals'; END $$;", "SELECT 1;"),
        ("DROP VIEW totals;", "DO $$ BEGIN EXECUTE 'CREATE VIEW totals AS SELECT 1'; END $$;"),
    ],
)
def test_says_nothing_where_all_is_back_or_another_rule_speaks(up: str, down: str) -> None:
    assert said(up, down) == []


def test_stands_where_the_rollback_begins() -> None:
    [finding] = findings(
        down_does_not_mirror, "CREATE TABLE a (id int);\n-- rollback\nSELECT 1;\nSELECT 2;"
    )

    assert finding.place.line == 3
    assert finding.hint == "undo each statement of the change, the last one first"


def test_concludes_nothing_from_a_changeset_that_nobody_replayed() -> None:
    assert not [*down_does_not_mirror(ChangeSet(Entry("1", "1", "1.sql", Order(0, (1,)))))]
