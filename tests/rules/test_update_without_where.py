from branchline.model.operations import Name
from branchline.model.operations.session import Update
from branchline.model.statement import Situation
from branchline.rules.data_loss.update_without_where import update_without_where
from tests.rules.statements import statement

UPDATE = Update(Name("orders"), ("status", "note"))


def test_names_the_columns_and_the_table() -> None:
    [problem] = update_without_where(statement(UPDATE))

    assert problem.message == "sets status, note in every row of orders"
    assert problem.hint == "add a WHERE that says which rows, and change many of them in batches"


def test_a_table_that_nobody_else_can_see_may_be_filled() -> None:
    new = Situation(created=frozenset({"orders"}))

    assert not [*update_without_where(statement(UPDATE, situation=new))]
