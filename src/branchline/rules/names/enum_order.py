"""New values of an enum that come last because nobody said where."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AddEnumValue
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("enum-order", severity=Severity.INFO)
def enum_order(statement: Statement) -> Iterator[Problem]:
    """A value is added to an enum without a word about its place.

    Enums sort in the order of their values. The new one is the greatest, for
    ORDER BY and for every `>`, and it stays there.

    ```sql
    ALTER TYPE priority ADD VALUE 'medium'; -- finding
    ```

    Say BEFORE or AFTER.

    ```sql
    ALTER TYPE priority ADD VALUE 'medium' BEFORE 'high';
    ```

    Does not fire on a type that the same changeset made.

    ```sql
    CREATE TYPE priority AS ENUM ('low');
    ALTER TYPE priority ADD VALUE 'high';
    ```

    Known elsewhere as: squawk require-enum-value-ordering, pgfence
    alter-enum-no-ordering.
    """
    for add, _ in statement.of(AddEnumValue):
        if not add.position and not statement.is_private(add.type):
            yield Problem(
                f"{add.value!r} becomes the greatest value of {add.type}",
                f"say where it belongs: ALTER TYPE {quoted(add.type)} ADD VALUE"
                f" {_string(add.value)} BEFORE ...",
            )


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
