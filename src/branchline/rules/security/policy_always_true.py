"""Policies that let everything pass."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterObject, CreateObject
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("policy-always-true", severity=Severity.WARNING)
def policy_always_true(statement: Statement) -> Iterator[Problem]:
    """A policy lets every row be written.

    USING (true) and WITH CHECK (true) keep nothing apart. One such policy is
    enough, for a row passes when any of them says yes.

    ```sql
    CREATE POLICY anybody ON orders FOR UPDATE TO app USING (true); -- finding
    CREATE POLICY adds ON orders FOR INSERT WITH CHECK (true); -- finding
    ```

    Say which rows.

    ```sql
    CREATE POLICY own ON orders FOR UPDATE TO app USING (owner = current_user);
    ```

    Does not fire on policies for SELECT, which many tables mean so, or on
    restrictive ones.

    ```sql
    CREATE POLICY reads ON states FOR SELECT USING (true);
    CREATE POLICY more ON orders AS RESTRICTIVE USING (true);
    ```

    Known elsewhere as: splinter 0024.
    """
    for operation in statement.operations:
        if isinstance(operation, (CreateObject, AlterObject)) and operation.what == "policy":
            options = dict(operation.options)
            opens = "true" in {options.get("using"), options.get("check")}
            reads = options.get("command") == "select" or options.get("permissive") == "false"
            if opens and not reads:
                yield Problem(
                    f"policy {operation.name} lets everybody it is for write every row"
                    f" of {operation.table}",
                    "say which rows: USING (owner = current_user)",
                )
