"""Contexts that count only where one is given."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-context-without-at", severity=Severity.WARNING)
def liquibase_context_without_at(changeset: ChangeSet) -> Iterator[Problem]:
    """A context keeps a changeset from nothing where no context is given.

    A run of Liquibase without `--contexts` runs every changeset, `context:test` and
    `context:!prod` alike. One forgotten option in a script is test data in production. A
    name with `@` in front of it is required: `context:@test` runs only where it is given.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 context:test -- finding
    INSERT INTO users VALUES (1, 'test');
    ```

    Write `context:@test`. branchline's own deploy never runs a changeset with a context
    where none is given.

    Does not fire where some name that has to hold is required.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 context:@test
    INSERT INTO users VALUES (1, 'test');
    --changeset ada:2 context:"@test and !slow"
    INSERT INTO users VALUES (2, 'test');
    ```

    Known elsewhere as: liquibase/liquibase#3395, liquibase/liquibase#3562.
    """
    for _, said, place in trapped(changeset, "open"):
        yield Problem(
            f"Liquibase runs {changeset.change} where no context is given, whatever {said!r} says",
            "put an @ before the names: a required one has to be given",
            place,
        )
