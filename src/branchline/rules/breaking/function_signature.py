"""CREATE OR REPLACE FUNCTION that replaces nothing.

Arguments are part of a function's name: other arguments make another function,
and the old one stays.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateFunction, DropObject
from branchline.model.schema import Function
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("function-signature", severity=Severity.WARNING)
def function_signature(statement: Statement) -> Iterator[Problem]:
    """CREATE OR REPLACE FUNCTION with other arguments makes a second function.

    The old one stays, with its old body. Calls whose arguments fit both fail with
    `function is not unique`; the others run one or the other.

    ```sql
    -- changeset 0001_total
    CREATE FUNCTION total(id bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    -- changeset 0002_tax
    CREATE OR REPLACE FUNCTION total(id bigint, tax numeric DEFAULT 0)
      RETURNS numeric LANGUAGE sql AS 'SELECT 1.0'; -- finding
    ```

    Drop the old function in the same transaction, or give the new one a new name.
    To have both, say CREATE FUNCTION.

    Does not fire when the arguments are the same, on an overload that is made
    without OR REPLACE, when the same changeset drops an old one, or in a rollback.

    ```sql
    -- changeset 0001_total
    CREATE FUNCTION total(id bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    CREATE FUNCTION tax(id bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    -- changeset 0002_more
    CREATE OR REPLACE FUNCTION total(id bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 2.0';
    CREATE FUNCTION total(id bigint, tax numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    DROP FUNCTION tax(bigint);
    CREATE OR REPLACE FUNCTION tax(id text) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    ```

    Known elsewhere as: nothing.
    """
    for create, _ in statement.of(CreateFunction, dialect="postgres", part=Part.UP):
        known = statement.catalog.functions.get(statement.catalog.new_key(create.function), ())
        if create.replace and known and not _replaces(statement, create, known):
            old, new = _signature(create, known[-1].arguments), _signature(create, create.arguments)
            kind = "PROCEDURE" if known[-1].procedure else "FUNCTION"
            yield Problem(
                f"replaces nothing: {new} becomes a second function beside {old}",
                f"drop the old one in the same transaction: DROP {kind} {old}",
            )


def _replaces(statement: Statement, create: CreateFunction, known: tuple[Function, ...]) -> bool:
    return any(one.arguments == create.arguments for one in known) or any(
        statement.later_on(DropObject, create.function)
    )


def _signature(create: CreateFunction, arguments: tuple[str, ...]) -> str:
    return f"{quoted(create.function)}({', '.join(arguments)})"
