from branchline.model.operations import Name
from branchline.model.operations.objects import CreateObject, DropObject
from branchline.rules.data_loss.drop_schema import drop_schema
from tests.rules.statements import statement, statements

DROP = DropObject("schema", Name("audit"), cascade=True)


def test_says_what_cascade_means() -> None:
    [problem] = drop_schema(statement(DROP))

    assert problem.message == "drops schema audit with everything in it"
    assert problem.hint == "drop or move its objects by name first, then: DROP SCHEMA audit"


def test_other_objects_are_no_schemas() -> None:
    assert not [*drop_schema(statement(DropObject("extension", Name("audit"))))]


def test_a_schema_created_if_it_was_not_there_may_have_been_there() -> None:
    create = CreateObject("schema", Name("audit"), if_not_exists=True)
    _, drop = statements(create, DROP)

    assert [*drop_schema(drop)]
