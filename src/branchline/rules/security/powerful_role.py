"""Roles that no rule of the database holds for."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import AlterObject, CreateObject
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.security.role_ddl import ROLES
from branchline.rules.sentences import listing


@rule("powerful-role")
def powerful_role(statement: Statement) -> Iterator[Problem]:
    """A role may do more than any privilege says.

    SUPERUSER, BYPASSRLS, CREATEROLE and REPLICATION go past every check:
    whoever has one can get the rest.

    ```sql
    CREATE ROLE app LOGIN SUPERUSER; -- finding
    ALTER ROLE app BYPASSRLS; -- finding
    ```

    Grant what is needed on the objects that it is needed for.

    ```sql
    CREATE ROLE app LOGIN NOSUPERUSER;
    ```

    Does not fire when such a power is taken away.

    ```sql
    ALTER ROLE app NOBYPASSRLS;
    ```

    Known elsewhere as: squawk ban-alter-role-options.
    """
    for operation in statement.operations:
        if isinstance(operation, (CreateObject, AlterObject)) and operation.what in ROLES:
            powers = [
                _POWERS[name]
                for name, value in operation.options
                if name in _POWERS and value == "true"
            ]
            if powers:
                yield Problem(
                    f"{operation.name} gets {listing(powers)}, which goes past every privilege",
                    "grant what is needed on the objects that it is needed for",
                )


_POWERS = {
    "superuser": "SUPERUSER",
    "bypassrls": "BYPASSRLS",
    "createrole": "CREATEROLE",
    "isreplication": "REPLICATION",
}
