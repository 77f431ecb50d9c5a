import pytest

from branchline.model.operations import Column, Expression, Name
from branchline.model.operations.session import Insert, Update
from branchline.model.operations.tables import AddColumn
from branchline.rules.locks.backfill_in_migration import backfill_in_migration
from tests.rules.statements import statement, statements

ORDERS = Name("orders")
ADD = AddColumn(ORDERS, Column("region"))
NEW = Expression("region IS NULL", columns=("region",))


def test_names_the_column_and_what_stays_locked() -> None:
    _, update = statements(ADD, Update(ORDERS, ("region",)))

    [problem] = backfill_in_migration(update)

    assert problem.message == (
        "fills region in every row of orders at once: each stays locked until the transaction ends"
    )
    assert problem.hint == "fill it in batches by key, outside the deploy"


@pytest.mark.parametrize(
    "update",
    [
        Update(ORDERS, ("region",), Expression("id < 9", columns=("id",))),
        Update(ORDERS, ("region",), Expression("f()", functions=("f",))),
        Update(
            ORDERS,
            ("region",),
            Expression("region IN (SELECT 1)", columns=("region",), subquery=True),
        ),
        Update(ORDERS, ("region",), NEW, limited=True),
        Update(ORDERS, ("region",), NEW, joins=True),
        Update(ORDERS, ("region", "total")),
    ],
    ids=["key", "function", "subquery", "limit", "join", "old column"],
)
def test_what_chooses_rows_or_overwrites_is_no_backfill(update: Update) -> None:
    _, changed = statements(ADD, update)

    assert not [*backfill_in_migration(changed)]


def test_a_copy_of_a_table_names_both() -> None:
    copy = Insert(Name("archive"), from_query=True, reads=(ORDERS, Name("items")))

    [problem] = backfill_in_migration(statement(copy))

    assert problem.message == "copies every row of orders, items into archive at once"
    assert problem.hint == "copy them in batches by key, outside the deploy"
