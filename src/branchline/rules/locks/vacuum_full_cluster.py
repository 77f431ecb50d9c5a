"""Commands that write a table anew to tidy it."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Cluster, Vacuum
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("vacuum-full-cluster")
def vacuum_full_cluster(statement: Statement) -> Iterator[Problem]:
    """VACUUM FULL and CLUSTER rewrite the table while nobody reads or writes.

    ```sql
    -- changeset 0002_tidy no-transaction
    VACUUM FULL orders; -- finding
    VACUUM (FULL, ANALYZE) orders; -- finding
    CLUSTER orders USING orders_pkey; -- finding
    ```

    Use pg_repack or pg_squeeze, which let others work, outside the changelog.

    Does not fire on a plain VACUUM, or with FULL turned off.

    ```sql
    -- changeset 0002_tidy no-transaction
    VACUUM orders;
    VACUUM (FULL FALSE) orders;
    ```

    Known elsewhere as: squawk prefer-repack, pgfence vacuum-full.
    """
    for vacuum, _ in statement.of(Vacuum, dialect="postgres"):
        if vacuum.full:
            tables = ", ".join(map(str, vacuum.tables)) or "every table"
            yield _problem(f"VACUUM FULL rewrites {tables}")
    for cluster, _ in statement.of(Cluster, dialect="postgres"):
        yield _problem(f"CLUSTER rewrites {cluster.table or 'every clustered table'}")


def _problem(what: str) -> Problem:
    return Problem(
        f"{what}: reads and writes wait",
        "use pg_repack or pg_squeeze, outside the changelog",
    )
