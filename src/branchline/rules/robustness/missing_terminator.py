"""Last statements that nothing ends."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.tsql_oracle.clients import is_open


@rule("missing-terminator", severity=Severity.WARNING)
def missing_terminator(changeset: ChangeSet) -> Iterator[Problem]:
    """The last statement of a changeset does not end in `;`.

    One tool runs it all the same, another leaves it out, and a client that is
    given several files glues it to the first statement of the next.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE carts (id bigint PRIMARY KEY) -- finding
    ```

    End it.

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ```

    Does not fire because of a comment behind it, or on a statement that cannot
    be read: what is wrong with that is more than its end. PL/SQL that lacks its slash is
    `missing-slash`.

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY); -- the end
    ```

    Known elsewhere as: Liquibase EndDelimiterExists.
    """
    for half in (changeset.statements, changeset.undo):
        for last in half[-1:]:
            if not last.terminated and not last.error and not is_open(last):
                yield Problem("does not end in ;", "write ; at its end", last.place)
