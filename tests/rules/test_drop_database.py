from branchline.model.operations import Name
from branchline.model.operations.objects import DropObject
from branchline.rules.data_loss.drop_database import drop_database
from tests.rules.statements import statement


def test_names_the_database() -> None:
    [problem] = drop_database(statement(DropObject("database", Name("shop"))))

    assert problem.message == "drops database shop"
    assert problem.hint.startswith("take it out of the changelog")
