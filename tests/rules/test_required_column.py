from branchline.model.effects import Engine
from branchline.model.operations import Column, Constraint, ConstraintKind, Name, SqlType
from branchline.model.operations.tables import AddColumn
from branchline.rules.breaking.required_column import required_column
from tests.rules.statements import statement

ORDERS = Name("orders")


def test_names_the_column_and_asks_for_a_default() -> None:
    column = Column("region", SqlType("varchar", (9,)), not_null=True)

    [problem] = required_column(statement(AddColumn(ORDERS, column)))

    assert problem.message == (
        "adds orders.region NOT NULL without a default:"
        " existing rows and running code have no value for it"
    )
    assert problem.hint == (
        "give it a default: ALTER TABLE orders ADD COLUMN region varchar(9) NOT NULL DEFAULT ..."
    )


def test_mysql_fills_the_rows_that_are_there() -> None:
    add = AddColumn(ORDERS, Column("region", not_null=True))

    [problem] = required_column(statement(add, engine=Engine("mysql")))

    assert problem.message == (
        "adds orders.region NOT NULL without a default: running code has no value for it"
    )


def test_a_primary_key_is_not_null_too() -> None:
    key = Column("id", constraints=(Constraint(ConstraintKind.PRIMARY_KEY),))

    assert [*required_column(statement(AddColumn(ORDERS, key)))]


def test_the_server_fills_some_columns() -> None:
    filled = [
        Column("id", not_null=True, identity=True),
        Column("id", SqlType("bigserial"), not_null=True),
        Column("gross", not_null=True, generated="stored"),
    ]

    assert not [p for c in filled for p in required_column(statement(AddColumn(ORDERS, c)))]
