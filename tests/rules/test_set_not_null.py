from branchline.model.effects import Engine
from branchline.model.operations import Name
from branchline.model.operations.tables import SetNotNull
from branchline.rules.locks.set_not_null import set_not_null
from tests.rules.statements import BLOCKS_READS, statement

CHANGE = SetNotNull(Name("orders"), "total")


def test_proves_it_with_a_check_first() -> None:
    [problem] = set_not_null(statement(CHANGE, BLOCKS_READS))

    assert problem.message == (
        "every row of orders is read to see that total is never null: reads and writes wait"
    )
    assert problem.hint == (
        "ALTER TABLE orders ADD CONSTRAINT orders_total_not_null CHECK (total IS NOT NULL)"
        " NOT VALID; in a later changeset"
        " ALTER TABLE orders VALIDATE CONSTRAINT orders_total_not_null, then SET NOT NULL"
    )


def test_version_18_needs_no_check_for_it() -> None:
    engine = Engine("postgres", (18,))

    [problem] = set_not_null(statement(CHANGE, BLOCKS_READS, engine=engine))

    assert problem.hint == (
        "ALTER TABLE orders ADD CONSTRAINT orders_total_not_null NOT NULL total NOT VALID;"
        " in a later changeset ALTER TABLE orders VALIDATE CONSTRAINT orders_total_not_null"
    )


def test_several_columns_of_a_table_are_one_finding() -> None:
    tax = SetNotNull(Name("orders"), "tax")

    [problem] = set_not_null(
        statement(CHANGE, operations=(CHANGE, tax), effects=(BLOCKS_READS, BLOCKS_READS))
    )

    assert problem.message == (
        "every row of orders is read to see that total and tax are never null:"
        " reads and writes wait"
    )
    assert problem.hint == (
        "ALTER TABLE orders ADD CONSTRAINT orders_total_not_null CHECK (total IS NOT NULL)"
        " NOT VALID, ADD CONSTRAINT orders_tax_not_null CHECK (tax IS NOT NULL) NOT VALID;"
        " in a later changeset ALTER TABLE orders VALIDATE CONSTRAINT orders_total_not_null,"
        " VALIDATE CONSTRAINT orders_tax_not_null, then SET NOT NULL"
    )
