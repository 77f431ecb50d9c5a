from branchline.model.operations import Name
from branchline.model.operations.session import Cluster, Vacuum
from branchline.rules.locks.vacuum_full_cluster import vacuum_full_cluster
from tests.rules.statements import statement


def test_names_the_tables() -> None:
    orders, carts = Name("orders"), Name("carts")

    [some] = vacuum_full_cluster(statement(Vacuum((orders, carts), full=True)))
    [one] = vacuum_full_cluster(statement(Cluster(orders)))

    assert some.message == "VACUUM FULL rewrites orders, carts: reads and writes wait"
    assert one.message == "CLUSTER rewrites orders: reads and writes wait"
    assert one.hint == "use pg_repack or pg_squeeze, outside the changelog"


def test_without_names_all_tables_are_meant() -> None:
    [vacuum] = vacuum_full_cluster(statement(Vacuum(full=True)))
    [cluster] = vacuum_full_cluster(statement(Cluster()))

    assert vacuum.message == "VACUUM FULL rewrites every table: reads and writes wait"
    assert cluster.message == "CLUSTER rewrites every clustered table: reads and writes wait"
