from branchline.model.effects import Engine
from branchline.model.operations import Name
from branchline.model.operations.session import Delete
from branchline.rules.data_loss.delete_without_where import delete_without_where
from tests.rules.statements import statement

ORDERS = Name("orders")


def test_names_the_table() -> None:
    [problem] = delete_without_where(statement(Delete(ORDERS)))

    assert problem.message == "deletes every row of orders"
    assert problem.hint == "add a WHERE that says which rows, and delete many of them in batches"


def test_limit_chooses_rows() -> None:
    assert not [*delete_without_where(statement(Delete(ORDERS, limited=True)))]


def test_using_chooses_none_without_a_condition() -> None:
    joined = Delete(ORDERS, joins=True)

    assert [*delete_without_where(statement(joined))]
    assert not [*delete_without_where(statement(joined, engine=Engine("mysql")))]
