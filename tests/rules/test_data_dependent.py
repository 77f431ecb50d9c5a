"""Changes that rows may refuse: what to look for, and when nobody has to look."""

import pytest

from branchline.rule import Rule
from branchline.rules.data_dependent.check_on_existing import check_on_existing
from branchline.rules.data_dependent.fk_on_existing import fk_on_existing
from branchline.rules.data_dependent.not_null_on_existing import not_null_on_existing
from branchline.rules.data_dependent.partition_bound import partition_bound
from branchline.rules.data_dependent.pk_or_exclusion_on_existing import (
    pk_or_exclusion_on_existing,
)
from branchline.rules.data_dependent.unique_on_existing import unique_on_existing
from tests.rules.spoken import problems

TABLES = """
-- changeset 0001_tables
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, region text);
CREATE TABLE items (id bigint, order_id bigint, total numeric);
CREATE INDEX items_id_idx ON items (id);
CREATE UNIQUE INDEX items_few_idx ON items (order_id) WHERE total > 0;
-- changeset 0002_change
"""


@pytest.mark.parametrize(
    ("rule", "sql", "message", "look"),
    [
        (
            unique_on_existing,
            "CREATE UNIQUE INDEX ON items (order_id, lower(note)) WHERE total > 9;",
            "rows of items may have the same order_id and note: then this fails",
            (
                "look first: SELECT order_id, lower(note), count(*) FROM items WHERE total > 9"
                " GROUP BY order_id, lower(note) HAVING count(*) > 1"
            ),
        ),
        (
            unique_on_existing,
            "ALTER TABLE items ADD UNIQUE (order_id);",
            "rows of items may have the same order_id: then this fails",
            (
                "look first: SELECT order_id, count(*) FROM items GROUP BY order_id"
                " HAVING count(*) > 1"
            ),
        ),
        (
            not_null_on_existing,
            "ALTER TABLE orders ALTER total SET NOT NULL, ALTER region SET NOT NULL;",
            "rows of orders may have no total and region: then this fails",
            (
                "fill them first, or look that none is there:"
                " SELECT count(*) FROM orders WHERE total IS NULL OR region IS NULL"
            ),
        ),
        (
            fk_on_existing,
            "ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id);",
            "rows of items may refer to no row of orders: then this fails",
            (
                "look first: SELECT count(*) FROM items WHERE order_id IS NOT NULL AND NOT EXISTS"
                " (SELECT 1 FROM orders WHERE orders.id = items.order_id)"
            ),
        ),
        (
            check_on_existing,
            "ALTER TABLE items ADD CHECK (total > 0);",
            "rows of items may break CHECK (total > 0): then this fails",
            "look first: SELECT count(*) FROM items WHERE NOT (total > 0)",
        ),
        (
            pk_or_exclusion_on_existing,
            "ALTER TABLE items ADD PRIMARY KEY (id, order_id);",
            "rows of items may have the same id and order_id, or none: then this fails",
            (
                "look first: SELECT id, order_id, count(*) FROM items GROUP BY id, order_id"
                " HAVING count(*) > 1 OR id IS NULL OR order_id IS NULL"
            ),
        ),
        (
            pk_or_exclusion_on_existing,
            "ALTER TABLE items ADD EXCLUDE USING gist (id WITH =);",
            "rows of items may exclude each other by id: then this fails",
            "look first: join items with itself on the operators of the constraint",
        ),
        (
            partition_bound,
            "ALTER TABLE events ATTACH PARTITION items FOR VALUES FROM (1) TO (2);",
            "rows of items may lie outside its bound: then this fails",
            (
                "look first, with the bound as the condition:"
                " SELECT count(*) FROM items WHERE NOT (...)"
            ),
        ),
    ],
)
def test_says_what_to_look_for(rule: Rule, sql: str, message: str, look: str) -> None:
    [problem] = problems(rule, f"{TABLES}{sql}")

    assert (problem.message, problem.hint) == (message, look)


@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        (unique_on_existing, "CREATE INDEX ON items (order_id);"),
        (unique_on_existing, "CREATE UNIQUE INDEX ON items ((1));"),
        (unique_on_existing, "CREATE UNIQUE INDEX IF NOT EXISTS items_few_idx ON items (total);"),
        (unique_on_existing, "ALTER TABLE items ADD UNIQUE USING INDEX items_id_idx;"),
        (unique_on_existing, "DELETE FROM items WHERE id = 2; ALTER TABLE items ADD UNIQUE (id);"),
        (not_null_on_existing, "ALTER TABLE orders ADD x int DEFAULT 1, ALTER x SET NOT NULL;"),
        (not_null_on_existing, "ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0);"),
        (fk_on_existing, "ALTER TABLE items ADD CHECK (total > 0);"),
        (fk_on_existing, "ALTER TABLE items VALIDATE CONSTRAINT nobody_knows;"),
        (fk_on_existing, "ALTER TABLE far VALIDATE CONSTRAINT nobody_knows;"),
        (check_on_existing, "ALTER TABLE items ADD CHECK (total > 0) NOT VALID;"),
        (check_on_existing, "ALTER TABLE items VALIDATE CONSTRAINT nobody_knows;"),
        (check_on_existing, "ALTER TABLE far VALIDATE CONSTRAINT nobody_knows;"),
        (check_on_existing, "ALTER TABLE items ADD UNIQUE (id);"),
        (
            check_on_existing,
            "UPDATE items SET total = 1 WHERE total < 1; ALTER TABLE items ADD CHECK (total > 0);",
        ),
        (pk_or_exclusion_on_existing, "ALTER TABLE items ADD UNIQUE (id);"),
        (partition_bound, "ALTER TABLE items ADD COLUMN note text;"),
        (partition_bound, "CREATE TABLE notes (id bigint);"),
        (
            partition_bound,
            (
                "CREATE TABLE new (id bigint);"
                " ALTER TABLE events ATTACH PARTITION new FOR VALUES FROM (1) TO (2);"
            ),
        ),
    ],
)
def test_what_no_row_refuses_is_not_found(rule: Rule, sql: str) -> None:
    assert not problems(rule, f"{TABLES}{sql}")


def test_an_index_that_was_unique_until_now_proves_it_in_the_same_statement() -> None:
    text = """
-- changeset 0001_items
CREATE TABLE items (a int, b int, CONSTRAINT items_a UNIQUE (a));
-- changeset 0002_wider
ALTER TABLE items DROP CONSTRAINT items_a, ADD CONSTRAINT items_a_b UNIQUE (a, b);
"""

    assert not problems(unique_on_existing, text)


def test_a_default_partition_may_hold_rows_of_a_new_one() -> None:
    text = """
-- changeset 0001_events
CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
-- changeset 0002_new
CREATE TABLE events_2025 (id bigint, day date);
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
"""

    [problem] = problems(partition_bound, text)

    assert problem.message == (
        "rows of the DEFAULT partition of events may belong to events_2025: then this fails"
    )


def test_a_named_not_null_is_one_too() -> None:
    add = "ALTER TABLE orders ADD CONSTRAINT total_set NOT NULL total"

    assert problems(not_null_on_existing, f"{add};", "postgres", 18)
    assert not problems(not_null_on_existing, f"{add} NOT VALID;", "postgres", 18)


@pytest.mark.parametrize(
    ("sql", "count"),
    [
        ("ALTER TABLE orders MODIFY total int NOT NULL;", 1),
        ("ALTER TABLE orders MODIFY total int;", 0),
        ("ALTER TABLE orders MODIFY id int NOT NULL;", 0),
        ("ALTER TABLE orders MODIFY far int NOT NULL;", 0),
        ("ALTER TABLE far MODIFY total int NOT NULL;", 0),
    ],
)
def test_a_column_defined_anew_is_compared_with_the_old(sql: str, count: int) -> None:
    text = "-- changeset 1\nCREATE TABLE orders (id int NOT NULL, total int);\n-- changeset 2\n"

    assert len(problems(not_null_on_existing, text + sql, "mariadb")) == count


def test_without_columns_of_the_parent_the_query_has_dots() -> None:
    [problem] = problems(fk_on_existing, "ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b;")

    assert problem.hint.endswith("(SELECT 1 FROM b WHERE b.... = a.b_id)")


def test_a_rollback_is_not_asked() -> None:
    text = "SELECT 1;\n-- rollback\nALTER TABLE items ADD UNIQUE (id);"

    assert not problems(unique_on_existing, text)


def test_an_index_that_held_under_other_names_proves_it() -> None:
    text = """
-- changeset 0001_items
CREATE TABLE items (a int, stopped timestamptz);
CREATE UNIQUE INDEX items_a_idx ON items (a) WHERE stopped IS NULL;
-- changeset 0002_wider
ALTER TABLE items RENAME COLUMN a TO b;
ALTER TABLE items ADD COLUMN IF NOT EXISTS c int DEFAULT 1;
DROP INDEX items_a_idx;
CREATE UNIQUE INDEX items_b_c_idx ON items (b, c) WHERE stopped IS NULL;
"""

    assert not problems(unique_on_existing, text)


def test_a_column_that_nobody_had_is_new_even_with_a_guard() -> None:
    text = """
-- changeset 0001_items
CREATE TABLE items (a int);
-- changeset 0002_key
ALTER TABLE items ADD COLUMN IF NOT EXISTS b int;
ALTER TABLE items ADD FOREIGN KEY (b) REFERENCES others (id);
"""
    unknown = text.partition("-- changeset 0002_key")[2]

    assert not problems(fk_on_existing, text)
    assert problems(fk_on_existing, unknown)
