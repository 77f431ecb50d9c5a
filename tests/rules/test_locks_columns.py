"""Columns, constraints and types that go through every row."""

from branchline.rules.locks.add_column_constrained_domain import add_column_constrained_domain
from branchline.rules.locks.add_column_inline_check import add_column_inline_check
from branchline.rules.locks.add_column_inline_fk import add_column_inline_fk
from branchline.rules.locks.add_exclusion import add_exclusion
from branchline.rules.locks.add_not_null_constraint import add_not_null_constraint
from branchline.rules.locks.alter_domain_constraint import alter_domain_constraint
from branchline.rules.locks.alter_type_reindex import alter_type_reindex
from branchline.rules.locks.alter_type_with_check import alter_type_with_check
from branchline.rules.locks.pk_index_nullable import pk_index_nullable
from branchline.rules.locks.table_rewrite_option import table_rewrite_option
from tests.rules.spoken import problems

DOMAINS = """
-- changeset 0001_domains
CREATE DOMAIN whole AS integer;
CREATE DOMAIN positive AS whole CHECK (VALUE > 0);
CREATE TABLE people (
  name varchar(40) CONSTRAINT named CHECK (name <> ''), age positive, height positive
);
CREATE INDEX people_name_idx ON people (name);
-- changeset 0002_change
"""


def test_a_domain_is_replaced_by_what_it_is_made_of() -> None:
    [problem] = problems(
        add_column_constrained_domain,
        f"{DOMAINS}ALTER TABLE orders ADD COLUMN a positive, ADD COLUMN b positive;",
    )

    assert problem.message == (
        "every row of orders is rewritten to check the domains of a (positive) and b (positive):"
        " reads and writes wait"
    )
    assert problem.hint == (
        "ALTER TABLE orders ADD COLUMN a integer, ADD COLUMN b integer;"
        " then ADD CONSTRAINT ... CHECK (...) NOT VALID, and validate it in a later changeset"
    )


def test_an_inline_check_is_added_alone() -> None:
    [problem] = problems(
        add_column_inline_check,
        "ALTER TABLE orders ADD COLUMN a integer CHECK (a > 0) UNIQUE,"
        " ADD COLUMN b integer CONSTRAINT b_set CHECK (b > 1);",
    )

    assert problem.message == (
        "every row of orders is read for the CHECK of orders.a and orders.b: reads and writes wait"
    )
    assert problem.hint == (
        "add the column without it, then"
        " ALTER TABLE orders ADD CONSTRAINT orders_a_check CHECK (a > 0) NOT VALID;"
        " ALTER TABLE orders ADD CONSTRAINT b_set CHECK (b > 1) NOT VALID;"
        " validate in a later changeset"
    )


def test_what_blocks_without_a_check_is_another_matter() -> None:
    assert not problems(add_column_inline_check, "ALTER TABLE orders ADD COLUMN a integer UNIQUE")


def test_an_inline_key_with_a_default_is_split() -> None:
    [problem] = problems(
        add_column_inline_fk,
        "ALTER TABLE items ADD COLUMN shop_id bigint DEFAULT 1 REFERENCES shops (id);",
    )

    assert problem.message == ("every row of items is looked up in shops: writes to both wait")
    assert problem.hint == (
        "add the column without it, then ALTER TABLE items ADD CONSTRAINT items_shop_id_fkey"
        " FOREIGN KEY (shop_id) REFERENCES shops (id) NOT VALID; validate in a later changeset"
    )


def test_an_inline_key_without_one_wants_a_limit() -> None:
    add = "ALTER TABLE items ADD COLUMN shop_id bigint REFERENCES shops"

    [problem] = problems(add_column_inline_fk, f"{add};")
    limited = problems(add_column_inline_fk, f"SET lock_timeout = '${{wait}}'; {add};")

    assert problem.message == "a new key of items locks shops: writes wait behind it"
    assert problem.hint == (
        "set a limit first, and let the deploy try again: SET LOCAL lock_timeout = '2s'"
    )
    assert not limited


def test_not_null_is_added_not_valid() -> None:
    [problem] = problems(
        add_not_null_constraint, "ALTER TABLE orders ADD NOT NULL total;", "postgres", 18
    )

    assert problem.message == (
        "every row of orders is read to see that total is never null: reads and writes wait"
    )
    assert problem.hint == (
        "ALTER TABLE orders ADD CONSTRAINT orders_total_not_null NOT NULL total NOT VALID;"
        " in a later changeset ALTER TABLE orders VALIDATE CONSTRAINT orders_total_not_null"
    )


def test_a_key_made_of_an_index_says_what_it_does_not_know() -> None:
    [problem] = problems(pk_index_nullable, "ALTER TABLE orders ADD PRIMARY KEY USING INDEX x;")

    assert problem.message == (
        "the changelog does not tell whether the columns of x may be NULL:"
        " every row of orders may be read to see that its key is never null: reads and writes wait"
    )


def test_an_exclusion_has_no_way_out_but_a_new_table() -> None:
    [problem] = problems(add_exclusion, "ALTER TABLE rooms ADD EXCLUDE USING gist (room WITH =);")

    assert problem.message == "the exclusion of rooms is built at once: reads and writes wait"
    assert problem.hint.startswith("CREATE TABLE rooms_new (LIKE rooms INCLUDING ALL)")


def test_indexes_are_built_anew_for_another_sorting() -> None:
    [problem] = problems(
        alter_type_reindex,
        f'{DOMAINS}ALTER TABLE people ALTER name TYPE varchar(40) COLLATE "C";',
    )

    assert problem.message == (
        "the indexes of name of people are built anew: reads and writes wait"
    )
    assert problem.hint.endswith('CREATE INDEX CONCURRENTLY ON people (name COLLATE "C")')


def test_checks_are_dropped_and_added_again() -> None:
    [problem] = problems(
        alter_type_with_check, f"{DOMAINS}ALTER TABLE people ALTER name TYPE varchar(80);"
    )

    assert problem.message == (
        "every row of people is checked again for named: reads and writes wait"
    )
    assert problem.hint == (
        "ALTER TABLE people DROP CONSTRAINT named first, add it again NOT VALID,"
        " and validate it in a later changeset"
    )


def test_a_domain_is_checked_in_every_table() -> None:
    [check] = problems(
        alter_domain_constraint,
        f"{DOMAINS}ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 300);",
    )
    [unknown] = problems(alter_domain_constraint, "ALTER DOMAIN far SET NOT NULL;")

    assert check.message == "every row of people is checked: writes wait"
    assert check.hint == (
        "ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 300) NOT VALID;"
        " in a later changeset ALTER DOMAIN positive VALIDATE CONSTRAINT small"
    )
    assert unknown.message == (
        "the changelog does not tell which tables have domain far:"
        " every row of each of them may be checked: writes wait"
    )
    assert unknown.hint.startswith(
        "ALTER DOMAIN far ADD CONSTRAINT far_not_null CHECK (VALUE IS NOT NULL) NOT VALID;"
    )


def test_settings_that_rewrite_are_named() -> None:
    [problem] = problems(
        table_rewrite_option, "ALTER TABLE orders SET TABLESPACE fast, SET LOGGED;"
    )

    assert problem.message == "SET TABLESPACE and SET LOGGED rewrite orders: reads and writes wait"
    assert not problems(table_rewrite_option, "ALTER TABLE orders SET WITHOUT OIDS;")
