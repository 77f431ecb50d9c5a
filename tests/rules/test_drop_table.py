from branchline.model.names import Names
from branchline.model.operations import Name
from branchline.model.operations.tables import DropTable
from branchline.model.schema import Catalog
from branchline.rules.data_loss.drop_table import drop_table
from tests.rules.statements import statement

DROP = DropTable(Name("orders", "shop"))


def test_names_the_table_and_the_way_out() -> None:
    [problem] = drop_table(statement(DROP))

    assert problem.message == "drops table shop.orders with all its rows"
    assert problem.hint == (
        "rename it now and drop it in a later release:"
        " ALTER TABLE shop.orders RENAME TO orders_to_drop"
    )


def test_a_foreign_table_is_called_one() -> None:
    [problem] = drop_table(statement(DropTable(Name("far"), foreign=True)))

    assert problem.message == "drops foreign table far with all its rows"


def test_a_table_that_is_gone_already_takes_nothing() -> None:
    catalog = Catalog(gone=Names({"shop.orders": True}))

    assert not [*drop_table(statement(DROP, catalog=catalog))]


def test_a_temporary_table_takes_nothing() -> None:
    assert not [*drop_table(statement(DropTable(Name("seen"), temporary=True)))]
    assert not [*drop_table(statement(DropTable(Name("seen", "pg_temp"))))]
    assert not [*drop_table(statement(DropTable(Name("#seen"))))]
