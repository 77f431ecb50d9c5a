"""Domains that check their values."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateDomain
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("domain-constraint", severity=Severity.INFO)
def domain_constraint(statement: Statement) -> Iterator[Problem]:
    """A domain is made with a CHECK or NOT NULL.

    To change it later checks every row of every table that uses it, while all
    of them are locked. A NOT NULL domain is null all the same where an outer
    join says so.

    ```sql
    CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%'); -- finding
    ```

    Put the CHECK on the column.

    ```sql
    CREATE TABLE users (id bigint PRIMARY KEY, email text CHECK (email LIKE '%@%'));
    ```

    Does not fire on a domain without constraints.

    ```sql
    CREATE DOMAIN email AS text;
    ```

    Known elsewhere as: squawk ban-create-domain-with-constraint, pgfence.
    """
    for create, _ in statement.of(CreateDomain):
        if create.constraints:
            yield Problem(
                f"domain {create.domain} checks its values: to change that later"
                " checks every row of every table that uses it",
                "put the CHECK on the columns",
            )
