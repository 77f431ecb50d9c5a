"""CREATE OR REPLACE FUNCTION that cannot replace, or replaces nothing.

Arguments are part of a function's name: other arguments make another function,
and the old one stays.
"""

import re
from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateFunction, DropObject
from branchline.model.schema import Function
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("function-signature", severity=Severity.WARNING)
def function_signature(statement: Statement) -> Iterator[Problem]:
    """CREATE OR REPLACE FUNCTION changes what PostgreSQL does not replace.

    With other arguments it makes a second function. The old one stays, with its old
    body. Calls whose arguments fit both fail with `function is not unique`; the
    others run one or the other.

    ```sql
    -- changeset 0001_total
    CREATE FUNCTION total(id bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    -- changeset 0002_tax
    CREATE OR REPLACE FUNCTION total(id bigint, tax numeric DEFAULT 0)
      RETURNS numeric LANGUAGE sql AS 'SELECT 1.0'; -- finding
    ```

    With the same arguments, another return type or other names of arguments are
    refused.

    ```sql
    -- changeset 0001_total
    CREATE FUNCTION total(id bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
    -- changeset 0002_more
    CREATE OR REPLACE FUNCTION total(id bigint) RETURNS text
      LANGUAGE sql AS 'SELECT ''1'''; -- finding
    CREATE OR REPLACE FUNCTION total(nr bigint) RETURNS numeric
      LANGUAGE sql AS 'SELECT 1.0'; -- finding
    ```

    Drop the old function in the same transaction, or give the new one a new name.
    To have both, say CREATE FUNCTION.

    Does not fire when only the body changes, on an overload that is made without OR
    REPLACE, or when the same changeset drops an old one.

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
    for create, _ in statement.of(CreateFunction, dialect="postgres"):
        known = statement.catalog.functions.get(statement.catalog.new_key(create.function), ())
        same = [one for one in known if _plain(one.arguments) == _plain(create.arguments)]
        refused = _refused(create, same[0]) if same else ""
        if create.replace and refused:
            old = _signature(create, same[0])
            yield Problem(
                f"PostgreSQL refuses to replace {old}: {refused}", _way_out(create, same[0])
            )
        elif create.replace and known and not same and _adds(statement, create):
            new = f"{quoted(create.function)}({', '.join(create.arguments)})"
            old = _signature(create, known[-1])
            yield Problem(
                f"replaces nothing: {new} becomes a second function beside {old}",
                _way_out(create, known[-1]),
            )


def _adds(statement: Statement, create: CreateFunction) -> bool:
    """Whether the old functions stay, for running code to meet the new one beside them."""
    return statement.part is Part.UP and not any(statement.later_on(DropObject, create.function))


def _refused(create: CreateFunction, old: Function) -> str:
    """Return why PostgreSQL does not put the new function in the place of the old one."""
    if create.procedure != old.procedure:
        return "a function is no procedure"
    before, after = _plain((old.returns, create.returns))
    names = zip(old.argument_names, create.argument_names, strict=False)
    renamed = next(((was, now) for was, now in names if was and was != now), None)
    if before != after and not _may_be_alike(before, after):
        return (
            f"it returns {old.returns or 'nothing'}, and the new one {create.returns or 'nothing'}"
        )
    if renamed:
        return f"its argument {renamed[0]} is called {renamed[1] or 'nothing'}"
    return ""


def _may_be_alike(before: str, after: str) -> bool:
    """Whether one is written as arguments that go out: a single one is its type alone."""
    return any("(" in text and "," not in text for text in (before, after))


def _plain(types: tuple[str, ...]) -> tuple[str, ...]:
    """Return types without lengths: the server keeps none of arguments and results."""
    return tuple(_LENGTHS.sub("", text) for text in types)


def _signature(create: CreateFunction, old: Function) -> str:
    return f"{quoted(create.function)}({', '.join(old.arguments)})"


def _way_out(create: CreateFunction, old: Function) -> str:
    kind = "PROCEDURE" if old.procedure else "FUNCTION"
    return f"drop the old one in the same transaction: DROP {kind} {_signature(create, old)}"


_LENGTHS = re.compile(r"\(\d+(?:, \d+)*\)")
