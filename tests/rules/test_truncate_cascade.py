from branchline.model.names import Names
from branchline.model.operations import Name
from branchline.model.operations.tables import TruncateTable
from branchline.model.schema import Catalog
from branchline.model.statement import Situation
from branchline.rules.data_loss.truncate_cascade import truncate_cascade
from tests.rules.statements import statement

EMPTY = TruncateTable(Name("orders"), cascade=True)


def test_names_the_tables_that_go_along() -> None:
    catalog = Catalog(referencing=Names({"orders": ("items", "refunds")}))

    [problem] = truncate_cascade(statement(EMPTY, catalog=catalog))

    assert problem.message == "empties orders and items, refunds"
    assert problem.hint == "name each table that is meant, and leave CASCADE out"


def test_says_so_when_it_does_not_know_them() -> None:
    [problem] = truncate_cascade(statement(EMPTY))

    assert problem.message == "empties orders and every table that references it"


def test_nothing_references_a_temporary_table() -> None:
    hidden = Situation(temporary=frozenset({"orders"}))

    assert not [*truncate_cascade(statement(EMPTY, situation=hidden))]
