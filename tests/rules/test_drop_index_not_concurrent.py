from branchline.model.names import Names
from branchline.model.operations import Name
from branchline.model.operations.objects import DropIndex
from branchline.model.schema import Catalog, Index, Table
from branchline.model.statement import Situation
from branchline.rules.locks.drop_index_not_concurrent import drop_index_not_concurrent
from tests.rules.statements import statement

DROP = DropIndex(Name("orders_idx", "shop"))


def test_names_the_table_where_the_changelog_knows_it() -> None:
    index = Index("shop.orders_idx", "shop.orders")
    catalog = Catalog(
        tables=Names({"shop.orders": Table("shop.orders")}),
        indexes=Names({"shop.orders_idx": index}),
    )

    [known] = drop_index_not_concurrent(statement(DROP, catalog=catalog))
    [unknown] = drop_index_not_concurrent(statement(DROP))

    assert known.message == (
        "dropping index shop.orders_idx locks its table shop.orders: every query waits behind it"
    )
    assert unknown.message == (
        "dropping index shop.orders_idx locks its table: every query waits behind it"
    )
    assert unknown.hint == (
        "in a changeset without a transaction: DROP INDEX CONCURRENTLY IF EXISTS shop.orders_idx"
    )


def test_the_index_of_a_new_table_or_a_new_index_is_nobodys() -> None:
    catalog = Catalog(
        tables=Names({"shop.orders": Table("shop.orders")}),
        indexes=Names({"shop.orders_idx": Index("shop.orders_idx", "shop.orders")}),
    )
    table = Situation(created=frozenset({"shop.orders"}))
    index = Situation(created=frozenset({"shop.orders_idx"}))

    assert not [*drop_index_not_concurrent(statement(DROP, catalog=catalog, situation=table))]
    assert not [*drop_index_not_concurrent(statement(DROP, situation=index))]
