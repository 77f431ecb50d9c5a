from branchline.model.operations import Name
from branchline.model.operations.tables import AlterPartition, TruncateTable
from branchline.model.statement import Situation
from branchline.rules.data_loss.truncate import truncate
from tests.rules.statements import statement

EVENTS = Name("events")


def test_names_the_table() -> None:
    [problem] = truncate(statement(TruncateTable(EVENTS)))

    assert problem.message == "empties events: every row is gone"
    assert problem.hint == "delete in batches, with a WHERE that says which rows"


def test_names_the_partition() -> None:
    [one] = truncate(statement(TruncateTable(EVENTS, partition="p1")))
    [two] = truncate(statement(AlterPartition(EVENTS, "truncate", ("p1", "p2"))))

    assert one.message == "empties partition p1 of events: every row is gone"
    assert two.message == "empties partition p1, p2 of events"


def test_other_changes_of_partitions_and_new_tables_lose_nothing() -> None:
    new = Situation(created=frozenset({"events"}))

    assert not [*truncate(statement(AlterPartition(EVENTS, "add", ("p1",))))]
    assert not [*truncate(statement(AlterPartition(EVENTS, "truncate"), situation=new))]
