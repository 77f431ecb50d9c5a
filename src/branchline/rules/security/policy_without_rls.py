"""Policies that nobody asks."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateObject
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.security.row_security import is_enabled, is_enabled_later
from branchline.rules.spelling import quoted


@rule("policy-without-rls", severity=Severity.WARNING)
def policy_without_rls(statement: Statement) -> Iterator[Problem]:
    """A policy is made for a table without row level security.

    PostgreSQL keeps it and does not use it: everybody still sees every row.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, owner text);
    CREATE POLICY mine ON orders USING (owner = current_user); -- finding
    ```

    Turn it on.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, owner text);
    CREATE POLICY mine ON orders USING (owner = current_user);
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
    ```

    Does not fire on a table that the changelog did not make: it may well be on.

    ```sql
    CREATE POLICY mine ON orders USING (owner = current_user);
    ```

    Known elsewhere as: splinter 0007.
    """
    for create, _ in statement.of(CreateObject, dialect="postgres"):
        table = statement.catalog.table(create.table) if create.table else None
        if create.what != "policy" or not create.table or table is None or not table.created_by:
            continue
        if not is_enabled(table) and not is_enabled_later(statement, create.table):
            yield Problem(
                f"policy {create.name} does nothing: {create.table} has no row level security",
                f"ALTER TABLE {quoted(create.table)} ENABLE ROW LEVEL SECURITY",
            )
