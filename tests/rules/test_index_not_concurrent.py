from branchline.model.effects import Engine
from branchline.model.names import Names
from branchline.model.operations import Expression, Key, Name
from branchline.model.operations.objects import CreateIndex
from branchline.model.schema import Catalog, Table
from branchline.model.statement import Situation
from branchline.rules.locks.index_not_concurrent import index_not_concurrent
from tests.rules.statements import BLOCKS_READS, statement

ORDERS = Name("orders")
CREATE = CreateIndex(ORDERS, "orders_idx", (Key("customer_id"),))


def test_says_who_waits_and_how_nobody_has_to() -> None:
    [problem] = index_not_concurrent(statement(CREATE, BLOCKS_READS))

    assert problem.message == "writes to orders wait until index orders_idx is built"
    assert problem.hint == (
        "in a changeset without a transaction:"
        " CREATE INDEX CONCURRENTLY orders_idx ON orders (customer_id)"
    )


def test_the_way_out_is_the_same_index() -> None:
    create = CreateIndex(
        ORDERS,
        keys=(
            Key("", Expression("lower(name)")),
            Key("Order", descending=True, operator_class="text_ops", collation="C"),
        ),
        unique=True,
        method="gist",
        where=Expression("NOT gone"),
        include=("total", "user"),
    )

    [problem] = index_not_concurrent(statement(create, BLOCKS_READS))

    assert problem.message == "writes to orders wait until the index is built"
    assert problem.hint.endswith(
        "CREATE UNIQUE INDEX CONCURRENTLY ON orders USING gist"
        ' ((lower(name)), "Order" COLLATE "C" text_ops DESC)'
        ' INCLUDE (total, "user") WHERE NOT gone'
    )


def test_a_partitioned_table_goes_by_way_of_its_partitions() -> None:
    catalog = Catalog(tables=Names({"orders": Table("orders", partitioned=True)}))

    [problem] = index_not_concurrent(statement(CREATE, BLOCKS_READS, catalog=catalog))

    assert problem.hint == (
        "create it with ON ONLY, build it CONCURRENTLY on each partition,"
        " then ALTER INDEX ... ATTACH PARTITION"
    )


def test_other_engines_and_tables_that_nobody_sees_wait_for_nothing() -> None:
    new = Situation(created=frozenset({"orders"}))

    assert not [*index_not_concurrent(statement(CREATE, BLOCKS_READS, situation=new))]
    assert not [*index_not_concurrent(statement(CREATE, BLOCKS_READS, engine=Engine("mysql")))]
