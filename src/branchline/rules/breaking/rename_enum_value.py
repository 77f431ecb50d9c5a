"""Labels of an enum that running code still writes."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import RenameEnumValue
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("rename-enum-value", severity=Severity.WARNING)
def rename_enum_value(statement: Statement) -> Iterator[Problem]:
    """A value of an enum is renamed while running code writes and compares it.

    No row is touched and nobody waits, but an INSERT or a WHERE that says the old
    value fails, and code that reads meets a value it does not know.

    ```sql
    ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'; -- finding
    ```

    Add the new value, let the code write it, and change the rows.

    Does not fire on a type that the same changeset created, or in a rollback.

    ```sql
    CREATE TYPE mood AS ENUM ('good', 'ok');
    ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
    ```

    Known elsewhere as: squawk renaming-object, strong_migrations
    rename_enum_value.
    """
    for rename, _ in statement.of(RenameEnumValue, part=Part.UP):
        if not statement.is_private(rename.type):
            yield Problem(
                f"renames value {rename.value!r} of {rename.type} to {rename.new_value!r}:"
                f" statements that say {rename.value!r} fail",
                "add the new value, and let the code write it before the old one goes:"
                f" ALTER TYPE {quoted(rename.type)} ADD VALUE {_literal(rename.new_value)}",
            )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
