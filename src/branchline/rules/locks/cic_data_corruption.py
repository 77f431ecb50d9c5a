"""Indexes built CONCURRENTLY by servers that build them wrong."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import CreateIndex, Reindex
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("cic-data-corruption")
def cic_data_corruption(statement: Statement) -> Iterator[Problem]:
    """PostgreSQL 14.0 to 14.3 may leave rows out of an index built CONCURRENTLY.

    Queries that use the index then do not find them, and a unique one lets
    duplicates in.

    ```sql postgres 14.2
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total); -- finding
    REINDEX INDEX CONCURRENTLY orders_total_idx; -- finding
    ```

    Bring the server to 14.4 or later first.

    ```sql postgres 14.4
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total);
    ```

    Does not fire on other versions, or where the configuration does not say
    which 14 it is.

    ```sql postgres 14
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total);
    ```

    Known elsewhere as: strong_migrations and online_migrations
    add_index_corruption.
    """
    builds: list[CreateIndex | Reindex] = []
    builds += [create for create, _ in statement.of(CreateIndex, dialect="postgres")]
    builds += [again for again, _ in statement.of(Reindex, dialect="postgres")]
    for build in builds:
        version = statement.engine.version
        known = len(version) >= len(_FIRST)
        if build.concurrently and known and _FIRST <= version[: len(_FIRST)] < _FIXED:
            yield Problem(
                f"PostgreSQL {'.'.join(map(str, version))} may leave rows out of an index"
                " that is built CONCURRENTLY",
                "bring the server to 14.4 or later first",
            )


_FIRST, _FIXED = (14, 0), (14, 4)
