"""Tables that are copied in the middle of a deploy."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Insert
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.patterns import matches
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("ctas-or-insert-select-big", severity=Severity.INFO)
def ctas_or_insert_select_big(
    statement: Statement, *, small: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """A whole table is copied into a new one while the deploy waits.

    It takes as long as the table is large, in one transaction.

    ```sql
    CREATE TABLE orders_copy AS SELECT * FROM orders; -- finding
    SELECT * INTO orders_again FROM orders; -- finding
    CREATE TABLE orders_new (id bigint);
    INSERT INTO orders_new SELECT id FROM orders; -- finding
    ```

    Create it WITH NO DATA, and fill it in batches by key, outside the deploy.

    ```sql
    CREATE TABLE orders_copy AS SELECT * FROM orders WITH NO DATA;
    ```

    Does not fire when nobody else can see the table that is read, when `small`
    names it, or when a condition or LIMIT chooses its rows. Copies into a table that is in use are
    `backfill-in-migration`.

    ```sql
    CREATE TABLE carts (id bigint);
    CREATE TABLE carts_copy AS SELECT * FROM carts;
    CREATE TABLE recent AS SELECT * FROM orders WHERE placed > '2026-01-01';
    ```

    Known elsewhere as: bytebase STATEMENT_CREATE_TABLE_AS_SELECT.
    """
    for create, _ in statement.of(CreateTable, dialect="postgres"):
        if create.from_query and create.with_data:
            yield from _problem(statement, create, small)
    for insert, _ in statement.of(Insert, dialect="postgres"):
        if insert.from_query and statement.is_private(insert.table):
            yield from _problem(statement, insert, small)


def _problem(
    statement: Statement, copy: CreateTable | Insert, small: tuple[str, ...]
) -> Iterator[Problem]:
    shared = [name for name in copy.reads if not statement.is_private(name)]
    read = [str(name) for name in shared if not matches(name, small)]
    if read and not copy.bounded:
        yield Problem(
            f"copies every row of {listing(read)} into {copy.table} while the deploy waits",
            f"fill {quoted(copy.table)} in batches by key, outside the deploy",
        )
