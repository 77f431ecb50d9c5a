"""Columns that cost a rewrite or an index when they are added."""

from dataclasses import replace

import pytest

from branchline.model.effects import Effect, Engine
from branchline.model.operations import (
    Column,
    Constraint,
    ConstraintKind,
    Expression,
    Name,
    SqlType,
)
from branchline.model.operations.tables import AddColumn
from branchline.rules.locks.add_column_autonumber import add_column_autonumber
from branchline.rules.locks.add_column_inline_unique import add_column_inline_unique
from branchline.rules.locks.add_column_stored_generated import add_column_stored_generated
from branchline.rules.locks.add_column_volatile_default import add_column_volatile_default
from tests.rules.statements import BLOCKS_READS, REWRITES, statement

ORDERS = Name("orders")
TOKEN = AddColumn(ORDERS, Column("token", default=Expression("f()", functions=("f",))))


def test_a_volatile_default_says_what_is_written() -> None:
    [problem] = add_column_volatile_default(statement(TOKEN, REWRITES))

    assert problem.message == (
        "every row of orders is rewritten to hold f(): reads and writes wait"
    )
    assert problem.hint == (
        "add token without a default,"
        " then ALTER TABLE orders ALTER COLUMN token SET DEFAULT f(),"
        " then fill old rows in batches"
    )


def test_a_function_that_nobody_knows_is_doubted() -> None:
    [problem] = add_column_volatile_default(
        statement(TOKEN, Effect(unknown="whether f() is volatile"))
    )

    assert problem.message == (
        "the changelog does not tell whether f() is volatile:"
        " every row of orders may be rewritten to hold f(): reads and writes wait"
    )


def test_several_columns_of_a_table_are_one_finding() -> None:
    pair = [TOKEN, replace(TOKEN, column=replace(TOKEN.column, name="other"))]
    sure = statement(TOKEN, operations=tuple(pair), effects=(REWRITES, REWRITES))
    half = replace(sure, effects=(REWRITES, Effect(unknown="whether f() is volatile")))

    [both] = add_column_volatile_default(sure)
    [one] = add_column_volatile_default(half)

    assert both.hint == (
        "add token and other without a default, then ALTER TABLE orders"
        " ALTER COLUMN token SET DEFAULT f(), ALTER COLUMN other SET DEFAULT f(),"
        " then fill old rows in batches"
    )
    assert one.hint.startswith("add token without a default")


@pytest.mark.parametrize(
    "column",
    [
        Column("a"),
        Column("a", default=Expression("NULL", constant=True, null=True)),
        Column("a", default=Expression("1", constant=True)),
    ],
    ids=["none", "null", "constant"],
)
def test_a_default_that_is_no_reason_is_not_blamed(column: Column) -> None:
    add = statement(AddColumn(ORDERS, column), REWRITES)

    assert not [*add_column_volatile_default(add)]


def test_before_version_11_a_constant_is_written_too() -> None:
    column = Column("a", default=Expression("1", constant=True))
    add = statement(AddColumn(ORDERS, column), REWRITES, engine=Engine("postgres", (10,)))

    assert [*add_column_volatile_default(add)]


@pytest.mark.parametrize(
    "column",
    [Column("Number", identity=True), Column("Number", SqlType("bigserial"))],
    ids=["identity", "serial"],
)
def test_numbering_names_a_sequence_that_runs(column: Column) -> None:
    [problem] = add_column_autonumber(statement(AddColumn(ORDERS, column), REWRITES))

    assert problem.message == (
        "every row of orders is rewritten to number Number: reads and writes wait"
    )
    assert problem.hint == (
        'ALTER TABLE orders ADD COLUMN "Number" bigint;'
        ' CREATE SEQUENCE "orders_Number_seq" OWNED BY orders."Number";'
        " then SET DEFAULT nextval(...), and number old rows in batches"
    )


def test_a_generated_column_is_virtual_where_the_server_can() -> None:
    add = statement(AddColumn(ORDERS, Column("gross", generated="stored")), REWRITES)

    [old] = add_column_stored_generated(add)
    [new] = add_column_stored_generated(replace(add, engine=Engine("postgres", (18,))))

    assert old.message == ("every row of orders is rewritten to hold gross: reads and writes wait")
    assert old.hint == (
        "add gross as a plain column, keep it up to date with a trigger,"
        " and fill old rows in batches"
    )
    assert new.hint == "make it VIRTUAL"


def test_a_unique_column_names_its_index() -> None:
    unique = Column("number", constraints=(Constraint(ConstraintKind.UNIQUE),))

    [problem] = add_column_inline_unique(statement(AddColumn(ORDERS, unique), BLOCKS_READS))

    assert problem.message == (
        "the index of unique orders.number is built at once: reads and writes wait"
    )
    assert problem.hint == (
        "add the column alone, then CREATE UNIQUE INDEX CONCURRENTLY orders_number_key"
        " ON orders (number), then ADD CONSTRAINT ... USING INDEX"
    )


def test_a_rewrite_for_another_reason_numbers_and_generates_nothing() -> None:
    add = statement(TOKEN, REWRITES)

    assert not [*add_column_autonumber(add), *add_column_stored_generated(add)]


def test_other_constraints_of_a_column_build_no_index() -> None:
    check = Column("number", constraints=(Constraint(ConstraintKind.CHECK),))

    assert not [*add_column_inline_unique(statement(AddColumn(ORDERS, check), BLOCKS_READS))]
