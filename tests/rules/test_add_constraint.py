"""Constraints that look at every row when they are added."""

from branchline.model.effects import Engine
from branchline.model.names import Names
from branchline.model.operations import Constraint, ConstraintKind, Expression, Name
from branchline.model.operations.tables import AddConstraint
from branchline.model.schema import Catalog, Table
from branchline.model.statement import Situation, Statement
from branchline.model.value import replace
from branchline.rules.locks.add_check_valid import add_check_valid
from branchline.rules.locks.add_fk_valid import add_fk_valid
from branchline.rules.locks.add_primary_key import add_primary_key
from branchline.rules.locks.add_unique_constraint import add_unique_constraint
from tests.rules.statements import BLOCKS_READS, FREE, statement

ORDERS = Name("orders")


def adds(kind: ConstraintKind, **facts: object) -> Statement:
    constraint = Constraint(kind, **facts)  # type: ignore[arg-type]
    return statement(AddConstraint(ORDERS, constraint), BLOCKS_READS)


def test_a_check_is_added_first_and_validated_later() -> None:
    [problem] = add_check_valid(adds(ConstraintKind.CHECK, expression=Expression("total > 0")))

    assert problem.message == "every row of orders is checked: reads and writes wait"
    assert problem.hint == (
        "ALTER TABLE orders ADD CONSTRAINT orders_check CHECK (total > 0) NOT VALID;"
        " in a later changeset ALTER TABLE orders VALIDATE CONSTRAINT orders_check"
    )


def test_a_check_without_text_still_says_how() -> None:
    [problem] = add_check_valid(adds(ConstraintKind.CHECK, name="positive"))

    assert problem.hint.startswith("ALTER TABLE orders ADD CONSTRAINT positive CHECK (...) NOT")


def test_a_foreign_key_is_added_first_and_validated_later() -> None:
    [problem] = add_fk_valid(
        adds(
            ConstraintKind.FOREIGN_KEY,
            columns=("cart_id",),
            references=Name("carts"),
            referenced_columns=("id",),
        )
    )

    assert (
        problem.message == "every row of orders is looked up in carts: writes to both tables wait"
    )
    assert problem.hint == (
        "ALTER TABLE orders ADD CONSTRAINT orders_cart_id_fkey FOREIGN KEY (cart_id)"
        " REFERENCES carts (id) NOT VALID;"
        " in a later changeset ALTER TABLE orders VALIDATE CONSTRAINT orders_cart_id_fkey"
    )


def test_nobody_waits_for_a_parent_that_nobody_else_can_see() -> None:
    one = adds(ConstraintKind.FOREIGN_KEY, columns=("cart_id",), references=Name("carts"))
    situation = Situation(created=frozenset({"carts"}))

    [problem] = add_fk_valid(replace(one, situation=situation))

    assert problem.message == "every row of orders is looked up in carts: writes to it wait"


def test_the_foreign_key_of_a_partitioned_table_goes_by_way_of_its_partitions() -> None:
    catalog = Catalog(tables=Names({"orders": Table("orders", partitioned=True)}))
    key = Constraint(ConstraintKind.FOREIGN_KEY, columns=("a",), references=Name("carts"))
    add = AddConstraint(ORDERS, key)

    [old] = add_fk_valid(statement(add, BLOCKS_READS, catalog=catalog))
    [new] = add_fk_valid(
        statement(add, BLOCKS_READS, catalog=catalog, engine=Engine("postgres", (18,)))
    )

    assert old.hint.startswith("add it to each partition NOT VALID")
    assert "REFERENCES carts NOT VALID" in new.hint


def test_a_unique_constraint_is_made_of_an_index() -> None:
    [problem] = add_unique_constraint(adds(ConstraintKind.UNIQUE, columns=("shop", "number")))

    assert problem.message == (
        "the unique index on orders (shop, number) is built at once: reads and writes wait"
    )
    assert problem.hint == (
        "CREATE UNIQUE INDEX CONCURRENTLY orders_shop_number_key ON orders (shop, number);"
        " in a later changeset ALTER TABLE orders ADD CONSTRAINT orders_shop_number_key"
        " UNIQUE USING INDEX orders_shop_number_key"
    )


def test_a_primary_key_is_made_of_an_index() -> None:
    [problem] = add_primary_key(adds(ConstraintKind.PRIMARY_KEY, columns=("id",)))

    assert problem.message == "the primary key of orders is built at once: reads and writes wait"
    assert problem.hint == (
        "CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON orders (id); in a later changeset"
        " ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey"
    )


def test_what_looks_at_no_row_is_none_of_these() -> None:
    check = ConstraintKind.CHECK

    assert not [*add_check_valid(adds(check, valid=False))]
    assert not [*add_check_valid(adds(check, enforced=False))]
    assert not [*add_unique_constraint(adds(ConstraintKind.UNIQUE, using_index="orders_key"))]
    assert not [*add_check_valid(statement(AddConstraint(ORDERS, Constraint(check)), FREE))]
