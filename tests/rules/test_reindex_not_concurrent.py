from branchline.model.operations import Name
from branchline.model.operations.objects import Reindex
from branchline.rules.locks.reindex_not_concurrent import reindex_not_concurrent
from tests.rules.statements import statement


def test_names_what_is_rebuilt_and_the_way_out() -> None:
    [problem] = reindex_not_concurrent(statement(Reindex(Name("orders_idx"), "index")))

    assert problem.message == "writes wait while index orders_idx is reindexed"
    assert problem.hint == (
        "in a changeset without a transaction: REINDEX INDEX CONCURRENTLY orders_idx"
    )


def test_the_system_catalogue_knows_no_other_way() -> None:
    assert not [*reindex_not_concurrent(statement(Reindex(Name("shop"), "system")))]
