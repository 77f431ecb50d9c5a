"""What replicas and readers of a parent table get to see."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterObject, DropObject
from branchline.model.operations.tables import DetachPartition, SetTableOption
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("replication-shape", severity=Severity.INFO)
def replication_shape(statement: Statement) -> Iterator[Problem]:
    """What is replicated changes, or what a parent table shows of its children.

    Without a replica identity, UPDATE and DELETE of a published table fail. A
    publication or subscription that changes leaves the other side with rows it does
    not expect, or without some. Rows of a child that leaves are no longer found
    through its parent.

    ```sql
    ALTER TABLE orders REPLICA IDENTITY NOTHING; -- finding
    ALTER PUBLICATION events DROP TABLE orders; -- finding
    DROP SUBSCRIPTION events; -- finding
    ALTER TABLE orders DETACH PARTITION orders_2019; -- finding
    ALTER TABLE orders_old NO INHERIT orders; -- finding
    ```

    Tell whoever reads the other side before.

    Does not fire on a table that nobody else can see, or in a rollback.

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts REPLICA IDENTITY NOTHING;
    ALTER TABLE orders REPLICA IDENTITY FULL;
    ```

    Known elsewhere as: squawk ban-replica-identity, ban-detach-inheritance.
    """
    for words in _changes(statement):
        yield Problem(words, "tell whoever reads the other side, and let them be ready for it")


def _changes(statement: Statement) -> Iterator[str]:
    for option, _ in statement.of(SetTableOption, part=Part.UP):
        if statement.is_private(option.table):
            continue
        if option.option == "replica identity" and option.value == "nothing":
            yield f"{option.table} has no replica identity: UPDATE and DELETE fail while published"
        if option.option == "no inherit":
            yield f"the rows of {option.table} are no longer found through {option.value}"
    for detach, _ in statement.of(DetachPartition, part=Part.UP):
        if not statement.is_private(detach.partition):
            yield f"the rows of {detach.partition} are no longer found through {detach.table}"
    others: list[tuple[str, AlterObject | DropObject]] = [
        *(("changes", found) for found, _ in statement.of(AlterObject, part=Part.UP)),
        *(("drops", found) for found, _ in statement.of(DropObject, part=Part.UP)),
    ]
    for verb, other in others:
        if other.what in {"publication", "subscription"}:
            yield f"{verb} {other.what} {other.name}: the other side gets other rows"
