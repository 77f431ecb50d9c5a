from branchline.model.operations import Name
from branchline.model.operations.objects import CreateObject
from branchline.model.operations.tables import RenameTable
from branchline.rules.breaking.rename_table import rename_table
from tests.rules.statements import statement, statements

RENAME = RenameTable(Name("orders"), Name("purchases"))


def test_names_both_and_offers_a_view() -> None:
    [problem] = rename_table(statement(RENAME))

    assert problem.message == "renames table orders to purchases: queries that say orders fail"
    assert problem.hint == (
        "leave a view behind in the same changeset: CREATE VIEW orders AS SELECT * FROM purchases"
    )


def test_a_synonym_keeps_the_old_name() -> None:
    rename, _ = statements(RENAME, CreateObject("synonym", Name("orders")))

    assert not [*rename_table(rename)]


def test_another_object_of_that_name_does_not() -> None:
    rename, _ = statements(RENAME, CreateObject("sequence", Name("orders")))

    assert [*rename_table(rename)]


def test_another_table_that_takes_the_name_keeps_it() -> None:
    rename, _ = statements(RENAME, RenameTable(Name("orders_v2"), Name("orders")))

    assert not [*rename_table(rename)]


def test_the_same_name_is_no_change() -> None:
    assert not [*rename_table(statement(RenameTable(Name("orders"), Name("orders"))))]
