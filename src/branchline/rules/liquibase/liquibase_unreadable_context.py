"""Contexts that Liquibase cannot read."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-unreadable-context")
def liquibase_unreadable_context(changeset: ChangeSet) -> Iterator[Problem]:
    """Liquibase cannot read the context of a changeset.

    It does not look as long as no context is given. The first run with one, often
    that of production, ends with `Cannot parse expression` before anything has run.
    Up to 5.0.3 that holds for a comma in parentheses as well: say which Liquibase
    it is by `liquibase = "5.0.4"` in the changelog's section.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 context:"(test, demo) and !prod" -- finding
    INSERT INTO users VALUES (1, 'test');
    ```

    Write `or` for the comma; close every parenthesis. What has no meaning and is read all
    the same, such as two names without a word between, is a warning.

    Does not fire on a comma outside of parentheses, which means `or`.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 context:"test, demo"
    INSERT INTO users VALUES (1, 'test');
    ```

    Known elsewhere as: liquibase/liquibase#7783, liquibase/liquibase#1103.
    """
    for kind, said, place in trapped(changeset, "context", "odd"):
        what = "cannot read the context" if kind == "context" else "takes the context otherwise"
        yield Problem(
            f"Liquibase {what}: {said}",
            "write 'or' for a comma in parentheses, close what is open, put 'and' between names",
            place,
            doubtful=kind == "odd",
        )
