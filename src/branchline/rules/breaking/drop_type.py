"""Types, domains, sequences and synonyms that running code names."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import DropObject
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.again import goes_with_schema, is_named_here, is_taken_again


@rule("drop-type", severity=Severity.WARNING)
def drop_type(statement: Statement) -> Iterator[Problem]:
    """A type, domain, sequence or synonym is dropped while running code names it.

    Casts, parameters and `nextval` with the old name fail. Database drivers that
    looked the type up when they connected fail as well.

    ```sql
    DROP TYPE mood; -- finding
    DROP SEQUENCE order_numbers; -- finding
    ```

    Release code that does not use it, and drop it in a later release.

    Does not fire on what the same changeset created, renamed out of the way or
    makes again, when it drops the whole schema, or in a rollback.

    ```sql
    CREATE TYPE mood_new AS ENUM ('good', 'bad');
    ALTER TABLE people ALTER COLUMN mood TYPE mood_new USING mood::text::mood_new;
    ALTER TYPE mood RENAME TO mood_old;
    ALTER TYPE mood_new RENAME TO mood;
    DROP TYPE mood_old;
    DROP SEQUENCE order_numbers;
    CREATE SEQUENCE order_numbers;
    ```

    Known elsewhere as: squawk ban-drop-type, ban-drop-domain, ban-drop-sequence.
    """
    for drop, _ in statement.of(DropObject, part=Part.UP):
        if drop.what in _KINDS and not _is_moot(statement, drop):
            yield Problem(
                f"drops {drop.what} {drop.name}: code that names it fails",
                "release code that does not use it, and drop it in a later release",
            )


def _is_moot(statement: Statement, drop: DropObject) -> bool:
    return (
        statement.is_private(drop.name)
        or is_named_here(statement, drop.name)
        or goes_with_schema(statement, drop.name)
        or is_taken_again(statement, drop.name)
    )


_KINDS = frozenset({"domain", "sequence", "synonym", "type"})
