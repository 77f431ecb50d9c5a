from branchline.model.operations import Name
from branchline.model.operations.tables import RenameColumn
from branchline.rules.breaking.rename_column import rename_column
from tests.rules.statements import statement

ORDERS = Name("orders")


def test_names_the_column_and_the_slow_way() -> None:
    [problem] = rename_column(statement(RenameColumn(ORDERS, "total", "Amount")))

    assert problem.message == ("renames column orders.total to Amount: queries that say total fail")
    assert problem.hint == (
        "add Amount beside it, write both, and drop the old one in a later release:"
        ' ALTER TABLE orders ADD COLUMN "Amount" ...'
    )


def test_the_same_name_is_no_change() -> None:
    assert not [*rename_column(statement(RenameColumn(ORDERS, "total", "total")))]
