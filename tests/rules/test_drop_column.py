from branchline.model.names import Names
from branchline.model.operations import Column, Name
from branchline.model.operations.tables import AddColumn, DropColumn
from branchline.model.schema import Catalog, Table
from branchline.rules.data_loss.drop_column import drop_column
from tests.rules.spoken import problems
from tests.rules.statements import FREE, statement, statements

ORDERS = Name("orders")
DROP = DropColumn(ORDERS, "note")


def test_names_the_column() -> None:
    [problem] = drop_column(statement(DROP))

    assert problem.message == "drops column orders.note with all its values"
    assert problem.hint == "release code that does not use it, and drop it in a later release"


def test_several_columns_of_a_table_are_one_finding() -> None:
    other = DropColumn(ORDERS, "remark")

    [problem] = drop_column(statement(DROP, operations=(DROP, other), effects=(FREE, FREE)))

    assert problem.message == "drops columns note and remark of orders with all their values"
    assert problem.hint == "release code that does not use them, and drop them in a later release"


def test_a_virtual_column_holds_nothing() -> None:
    table = Table("orders", (Column("note", generated="virtual"),))
    catalog = Catalog(tables=Names({"orders": table}))

    assert not [*drop_column(statement(DROP, catalog=catalog))]


def test_a_column_added_if_it_was_not_there_may_have_been_there() -> None:
    _, drop = statements(AddColumn(ORDERS, Column("note"), if_not_exists=True), DROP)

    assert [*drop_column(drop)]


REBUILT = """
-- changeset 0001_orders
CREATE TABLE orders (id integer PRIMARY KEY, note text, remark text);
-- changeset 0002_rebuilt
{};
INSERT INTO orders_new SELECT id, note FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
"""


def test_a_rebuilt_table_loses_the_columns_that_its_successor_does_not_have() -> None:
    made = "CREATE TABLE orders_new (id integer PRIMARY KEY, note text)"

    [problem] = problems(drop_column, REBUILT.format(made), "sqlite")

    assert problem.message == "drops column orders.remark with all its values"
    assert not problem.doubtful


def test_a_new_column_of_a_rebuilt_table_may_be_an_old_one_renamed() -> None:
    made = "CREATE TABLE orders_new (id integer PRIMARY KEY, remarks text)"

    [problem] = problems(drop_column, REBUILT.format(made), "sqlite")

    assert problem.message == "drops columns note and remark of orders with all their values"
    assert problem.doubtful


def test_the_columns_of_a_copied_definition_are_all_there() -> None:
    assert not problems(drop_column, REBUILT.format("CREATE TABLE orders_new (LIKE orders)"))
