"""DELETE that takes every row.

A condition that holds for every row is no condition; a join may be one, but
only where the dialect joins ON something.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Delete
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("delete-without-where")
def delete_without_where(statement: Statement) -> Iterator[Problem]:
    """DELETE has no condition, or one that every row meets.

    All rows go, one by one, in one long transaction. It is what a forgotten
    WHERE looks like.

    ```sql
    DELETE FROM orders; -- finding
    DELETE FROM orders WHERE 1 = 1; -- finding
    DELETE FROM orders WHERE id = id; -- finding
    ```

    Say which rows, and delete many of them in batches outside the deploy.

    Does not fire on a table that nobody else can see, when LIMIT or a join
    chooses the rows, or in a rollback.

    ```sql
    DELETE FROM orders WHERE status = 'draft';
    DELETE FROM orders USING carts WHERE orders.cart_id = carts.id;
    ```

    ```sql
    CREATE TABLE seeds (id bigint);
    DELETE FROM seeds;
    ```

    ```sql mariadb
    DELETE o FROM orders o JOIN carts c ON c.id = o.cart_id;
    ```

    Known elsewhere as: bytebase STATEMENT_WHERE_REQUIRE_UPDATE_DELETE,
    diesel-guard MutationWithoutWhere, pgfence delete-without-where, Flyway
    RG06, oneport OPM003, dblift dml-no-where, liquibase-linter
    modify-data-enforce-where.
    """
    for delete, _ in statement.of(Delete, part=Part.UP):
        if statement.takes_all_rows(delete) and not statement.is_own(delete.table):
            yield Problem(
                f"deletes every row of {delete.table}",
                "add a WHERE that says which rows, and delete many of them in batches",
            )
