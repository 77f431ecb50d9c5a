"""Locks that wait, and locks that stay."""

import pytest

from branchline.model.changelog import ChangeSet, Entry, Order
from branchline.model.effects import Engine
from branchline.model.operations.session import Select
from branchline.model.statement import Situation, Unit
from branchline.rule import Rule
from branchline.rules.locks.bad_timeout import bad_timeout
from branchline.rules.locks.cic_data_corruption import cic_data_corruption
from branchline.rules.locks.create_table_fk_locks_parent import create_table_fk_locks_parent
from branchline.rules.locks.ctas_or_insert_select_big import ctas_or_insert_select_big
from branchline.rules.locks.explicit_lock_table import explicit_lock_table
from branchline.rules.locks.fk_drop_locks_parent import fk_drop_locks_parent
from branchline.rules.locks.merge_alter_table import merge_alter_table
from branchline.rules.locks.missing_statement_timeout import missing_statement_timeout
from branchline.rules.locks.statement_after_ael import statement_after_ael
from branchline.rules.locks.trigger_ddl import trigger_ddl
from branchline.rules.locks.validate_under_lock import validate_under_lock
from branchline.rules.locks.wide_lock_window import wide_lock_window
from tests.rules.spoken import problems
from tests.rules.statements import BLOCKS_READS, statement

ENTRY = Entry("0001", "1", "0001.sql", Order(0, (1,)))
CONCURRENTLY = (
    "CONCURRENTLY waits for older transactions: lock_timeout ends it half-way,"
    " with an index that is not valid"
)
LIMIT = "set a limit first, and let the deploy try again: SET LOCAL lock_timeout = '2s'"
ITEMS = """
-- changeset 0001_tables
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TABLE shops (id bigint PRIMARY KEY);
CREATE TABLE items (
  id bigint PRIMARY KEY, parent bigint REFERENCES items, note text,
  order_id bigint CONSTRAINT items_order REFERENCES orders,
  shop_id bigint REFERENCES shops
);
-- changeset 0002_change
"""


@pytest.mark.parametrize(
    ("drop", "what"),
    [
        ("ALTER TABLE items DROP CONSTRAINT items_order", "constraint items_order locks orders"),
        ("ALTER TABLE items DROP COLUMN order_id", "column items.order_id locks orders"),
        ("DROP TABLE items", "table items locks orders and shops"),
        (
            "ALTER TABLE far DROP CONSTRAINT far_fkey",
            "constraint far_fkey locks the table that far refers to",
        ),
    ],
)
def test_what_a_key_locks_when_it_goes_is_named(drop: str, what: str) -> None:
    [problem] = problems(fk_drop_locks_parent, f"{ITEMS}{drop};")

    assert problem.message == f"dropping {what} too: every query on it waits behind it"
    assert problem.hint == LIMIT


@pytest.mark.parametrize(
    "drop",
    [
        "ALTER TABLE items DROP CONSTRAINT items_parent_fkey",
        "ALTER TABLE items DROP COLUMN note",
        "ALTER TABLE far DROP CONSTRAINT far_check",
        "DROP TABLE far",
        "DROP TABLE items, orders, shops",
        "SET lock_timeout = '2s'; DROP TABLE items",
    ],
)
def test_what_locks_no_other_table_for_long_is_not_found(drop: str) -> None:
    assert not problems(fk_drop_locks_parent, f"{ITEMS}{drop};")


def test_new_tables_and_triggers_want_a_limit() -> None:
    create = "CREATE TABLE notes (order_id bigint REFERENCES orders, o bigint REFERENCES orders);"

    [table] = problems(create_table_fk_locks_parent, create)
    [dropped] = problems(trigger_ddl, "DROP TRIGGER audit ON orders;")
    [switched] = problems(trigger_ddl, "ALTER TABLE orders ENABLE TRIGGER a, ENABLE TRIGGER b;")

    assert table.message == "creating notes locks orders: writes wait behind it"
    assert dropped.message == "changing a trigger locks orders: reads and writes wait behind it"
    assert switched.message == "changing a trigger locks orders: writes wait behind it"
    assert {table.hint, dropped.hint, switched.hint} == {LIMIT}


def test_a_lock_names_its_mode() -> None:
    [problem] = problems(explicit_lock_table, "LOCK TABLE orders IN EXCLUSIVE MODE;")

    assert problem.message == (
        "locks orders until the transaction ends, and waits for it without limit"
    )
    assert problem.hint == (
        "SET LOCAL lock_timeout = '2s' before it, or LOCK TABLE orders IN EXCLUSIVE MODE NOWAIT"
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "SET lock_timeout = 0; LOCK TABLE orders;",
            "lock_timeout = 0 waits for ever",
            "SET LOCAL lock_timeout = '2s', and let the deploy try again",
        ),
        (
            "SET lock_timeout = '5min'; LOCK TABLE orders;",
            "lock_timeout = 5min lets everyone wait for more than 60 s",
            "SET LOCAL lock_timeout = '2s', and let the deploy try again",
        ),
        (
            "LOCK TABLE orders;\nSET lock_timeout = '2s';",
            "lock_timeout is set after line 1, which needed it",
            "set it before what locks a table",
        ),
        (
            "-- changeset 1 no-transaction\nSET LOCAL statement_timeout = '2s';",
            "SET LOCAL statement_timeout does nothing outside a transaction",
            "SET statement_timeout = '2s'",
        ),
        (
            "-- changeset 1 no-transaction\nSET lock_timeout = 900;\nREINDEX TABLE CONCURRENTLY a;",
            CONCURRENTLY,
            "put before it: SET lock_timeout = 0",
        ),
    ],
    ids=["zero", "long", "late", "local", "concurrently"],
)
def test_a_bad_timeout_says_why(text: str, message: str, hint: str) -> None:
    [problem] = problems(bad_timeout, text)

    assert (problem.message, problem.hint) == (message, hint)


@pytest.mark.parametrize(
    "text",
    [
        "SET lock_timeout = 0; SET lock_timeout = '2s'; LOCK TABLE orders;",
        "SET lock_timeout = '${wait}'; LOCK TABLE orders;",
        "LOCK TABLE orders; RESET lock_timeout;",
        "SET lock_timeout = '2s'; LOCK TABLE orders; SET lock_timeout = '3s';",
        "SET work_mem = '1MB'; LOCK TABLE orders;",
        "-- changeset 1 no-transaction\nSET lock_timeout = '2h'; DROP INDEX CONCURRENTLY a;",
        "-- changeset 1 no-transaction\nSET lock_timeout = '2s'; CREATE INDEX ON a (b);",
        "-- changeset 1 no-transaction\nSET LOCAL work_mem = '1MB';",
        "SET lock_timeout = '10h'; SELECT 1;",
    ],
)
def test_a_timeout_that_does_no_harm_is_not_found(text: str) -> None:
    assert not problems(bad_timeout, text)


def test_a_limit_of_time_is_asked_for_by_name() -> None:
    locks = statement(Select(), BLOCKS_READS)
    managed = statement(Select(), BLOCKS_READS, unit=Unit(managed_timeouts=True))
    named = Situation(settings=(("application_name", "deploy"),))
    both = ("statement_timeout", "application_name")

    [problem] = missing_statement_timeout(
        ChangeSet(ENTRY, statements=(locks, locks)), settings=both
    )
    [half] = missing_statement_timeout(
        ChangeSet(ENTRY, undo=(statement(Select(), BLOCKS_READS, situation=named),)), settings=both
    )

    assert problem.message == "locks orders without statement_timeout and application_name"
    assert problem.hint == "put before it: SET LOCAL statement_timeout = '1min'"
    assert half.message == "locks orders without statement_timeout"
    assert not [*missing_statement_timeout(ChangeSet(ENTRY, statements=(managed,)))]


@pytest.mark.parametrize(
    "rule", [missing_statement_timeout, bad_timeout, wide_lock_window], ids=lambda rule: rule.id
)
def test_other_engines_have_other_locks(rule: Rule) -> None:
    locks = statement(Select(), BLOCKS_READS, engine=Engine("mariadb"))

    assert not [*rule(ChangeSet(ENTRY, statements=(locks,)))]


def test_two_tables_in_one_transaction_are_found_once() -> None:
    [problem] = problems(
        wide_lock_window,
        "LOCK TABLE a;\nLOCK TABLE b;\nLOCK TABLE c;\nCOMMIT;\nBEGIN;\nLOCK TABLE d;\nCOMMIT;",
    )

    assert problem.message == (
        "locks b while a is still locked:"
        " an application that takes them the other way round waits in a circle"
    )
    assert problem.hint == "change one table in a changeset"
    assert problem.at is not None
    assert problem.at.line == 2


def test_without_a_transaction_each_lock_ends_by_itself() -> None:
    text = (
        "-- changeset 0002_locks no-transaction\nALTER TABLE a ADD x int;ALTER TABLE b ADD x int;"
    )

    assert not problems(wide_lock_window, text)


def test_views_and_tables_that_go_do_not_count() -> None:
    text = """
-- changeset 0001_view
CREATE VIEW v AS SELECT 1 AS n;
-- changeset 0002_drops
ALTER TABLE a ADD COLUMN x int;
DROP VIEW v;
DROP TABLE b;
"""

    assert not problems(wide_lock_window, text)


@pytest.mark.parametrize(
    ("work", "message"),
    [
        ("UPDATE b SET x = 1 WHERE id = 2", "rows of b are changed"),
        ("COPY b FROM stdin", "rows of b are changed"),
        ("CREATE INDEX ON a (x)", "the index is built from every row"),
        ("DELETE FROM b", "every row is deleted"),
    ],
)
def test_work_under_a_lock_is_named(work: str, message: str) -> None:
    [problem] = problems(statement_after_ael, f"ALTER TABLE a ADD COLUMN x int; {work};")

    assert problem.message == f"a stays locked, for readers too, while {message}"
    assert problem.hint == "give it a changeset of its own"


@pytest.mark.parametrize(
    "work",
    [
        "INSERT INTO b VALUES (1)",
        "ALTER TABLE a VALIDATE CONSTRAINT a_check",
        "ALTER TABLE a ALTER COLUMN x SET NOT NULL",
        "COMMIT; UPDATE b SET x = 1",
        "SELECT 1",
    ],
)
def test_what_is_no_work_under_a_lock_is_not_found(work: str) -> None:
    assert not problems(statement_after_ael, f"ALTER TABLE a ADD COLUMN x int; {work};")


def test_a_second_pass_names_the_first() -> None:
    text = "ALTER TABLE a ALTER x SET NOT NULL;\nALTER TABLE a ALTER y SET NOT NULL;\n"

    [problem] = problems(merge_alter_table, f"{text}ALTER TABLE a ALTER z SET NOT NULL;")

    assert problem.message == "goes through a again, after line 1"
    assert problem.hint == "say both in one: ALTER TABLE a ..., ..."


def test_foreign_keys_gain_nothing_together() -> None:
    add = "ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES b;"

    assert not problems(merge_alter_table, f"{add}{add}")


def test_every_alter_table_may_be_asked_for() -> None:
    add = statement(Select(), BLOCKS_READS)
    [changeset] = [ChangeSet(ENTRY, statements=(add, add))]

    assert not [*merge_alter_table(changeset, every=True)]


def test_validating_names_what_stays_locked() -> None:
    text = """
-- changeset 0001_check
ALTER TABLE a ADD CONSTRAINT a_check CHECK (x > 0) NOT VALID;
-- changeset 0002_validate
LOCK TABLE b;
LOCK TABLE c;
ALTER TABLE a VALIDATE CONSTRAINT a_check;
"""

    [problem] = problems(validate_under_lock, text)

    assert problem.message == "b and c stay locked while every row of a is checked"
    assert problem.hint == ("in a changeset of its own: ALTER TABLE a VALIDATE CONSTRAINT a_check")


def test_copies_name_what_they_read() -> None:
    [problem] = problems(ctas_or_insert_select_big, "CREATE TABLE a AS SELECT * FROM b, c;")

    assert problem.message == "copies every row of b and c into a while the deploy waits"
    assert problem.hint == "fill a in batches by key, outside the deploy"
    assert not problems(ctas_or_insert_select_big, "INSERT INTO a SELECT * FROM b;")


def test_a_broken_server_is_named() -> None:
    text = (
        "-- changeset 1 no-transaction\nCREATE INDEX CONCURRENTLY ON a (b);CREATE INDEX ON a (b);"
    )

    [problem] = problems(cic_data_corruption, text, "postgres", 14, 3)

    assert problem.message == (
        "PostgreSQL 14.3 may leave rows out of an index that is built CONCURRENTLY"
    )
    assert not problems(cic_data_corruption, text, "mariadb", 14, 3)
