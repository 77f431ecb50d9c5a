"""Privileges on what does not exist yet."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Grant, Revoke
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("default-privileges", severity=Severity.INFO)
def default_privileges(statement: Statement) -> Iterator[Problem]:
    """ALTER DEFAULT PRIVILEGES decides who may use what later changes make.

    It holds for objects that the role makes which runs this statement, and for
    no others. When another role applies the next change, nobody gets anything,
    and no changelog says why.

    ```sql
    ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO readers; -- finding
    ```

    Grant on each object in the change that makes it.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    GRANT SELECT ON orders TO readers;
    ```

    Does not fire on a GRANT on objects that are there.

    Known elsewhere as: nothing.
    """
    for operation in statement.operations:
        if isinstance(operation, (Grant, Revoke)) and operation.default:
            yield Problem(
                f"decides who may use each new {operation.what} that this role will make",
                "grant on each object in the change that makes it",
            )
