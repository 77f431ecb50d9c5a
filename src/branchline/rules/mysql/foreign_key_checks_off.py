"""Checks that are turned off and stay off."""

from collections.abc import Iterator, Sequence

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import SetVariable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import of


@rule("foreign-key-checks-off", severity=Severity.WARNING)
def foreign_key_checks_off(changeset: ChangeSet) -> Iterator[Problem]:
    """`foreign_key_checks` or `unique_checks` is turned off and not on again.

    What runs later in the session writes rows that refer to nothing, and no
    check ever finds them.

    ```sql mysql 8.0
    SET foreign_key_checks = 0; -- finding
    DELETE FROM customers WHERE id = 7;
    ```

    ```sql mariadb
    SET GLOBAL unique_checks = OFF; -- finding
    SET GLOBAL unique_checks = ON;
    ```

    Turn it on again at the end of the same changeset, and never for the whole
    server.

    ```sql mysql 8.0
    SET foreign_key_checks = 0;
    DELETE FROM customers WHERE id = 7;
    SET foreign_key_checks = 1;
    ```

    Does not fire where an earlier value is put back.

    ```sql mysql 8.0
    SET @old = @@foreign_key_checks, foreign_key_checks = 0;
    SET foreign_key_checks = @old;
    ```

    Known elsewhere as: nothing.
    """
    for half in (changeset.statements, changeset.undo):
        yield from _left_off(half)


def _left_off(statements: Sequence[Statement]) -> Iterator[Problem]:
    off: dict[str, Statement] = {}
    for statement in statements:
        for found, _ in of(statement, SetVariable):
            if found.name not in _CHECKS:
                continue
            if (found.value or "").lower() not in _OFF:
                off.pop(found.name, None)
            elif found.scope == "session":
                off[found.name] = statement
            else:
                yield Problem(
                    f"{found.name} is turned off for every session of the server",
                    f"turn it off for this one: SET SESSION {found.name} = 0",
                    statement.place,
                )
    for name, statement in off.items():
        yield Problem(
            f"{name} stays off: later statements write what no check ever finds",
            f"put at the end: SET {name} = 1",
            statement.place,
        )


_CHECKS = {"foreign_key_checks", "unique_checks", "check_constraint_checks"}
_OFF = {"0", "off", "false"}
