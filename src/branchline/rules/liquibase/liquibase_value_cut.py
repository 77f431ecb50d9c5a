"""Values that Liquibase reads in part, or not at all."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-value-cut")
def liquibase_value_cut(changeset: ChangeSet) -> Iterator[Problem]:
    """Liquibase reads less of an attribute's value than a person does.

    A value ends at the first blank unless it stands in double quotes: `context:test or
    demo` is `test`. With a blank after the colon it is empty, and an empty context
    runs everywhere. `context=test` is no attribute at all. Nothing says so, and the
    exit code is 0.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 context:test or demo -- finding
    INSERT INTO users VALUES (1, 'test');
    --changeset ada:2 context: test -- finding
    INSERT INTO users VALUES (2, 'test');
    --changeset ada:3 context=test -- finding
    INSERT INTO users VALUES (3, 'test');
    ```

    Write `context:"test or demo"`. `dbms` takes no quotes: `dbms:mysql,oracle`.

    Does not fire on a value in quotes, or on words after a value that is whole.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 context:"test or demo" labels:a,b for the demo
    INSERT INTO users VALUES (1, 'test');
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "blank"):
        name, sign, value = said.partition(":")
        if not sign:
            message = f"{said!r} is nothing to Liquibase, which wants a colon"
        elif value:
            message = f"Liquibase reads {said!r}, and nothing of what follows the blank"
        else:
            message = f"{name!r} is empty to Liquibase"
        yield Problem(message, _way_out(name.partition("=")[0].strip()), place)


def _way_out(name: str) -> str:
    if name.lower() == "dbms":
        return "write dbms:ONE,TWO without blanks and quotes"
    return f'write {name}:"VALUE", with no blank before the quote'
