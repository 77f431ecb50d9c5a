"""Properties that have a value already."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-property-redefined", severity=Severity.WARNING)
def liquibase_property_redefined(changeset: ChangeSet) -> Iterator[Problem]:
    """A property is given another value, and keeps the first.

    The first definition counts, in the whole changelog, and no other is looked at; nothing
    says so. Whoever edits the second one changes nothing.

    ```liquibase
    --liquibase formatted sql
    --property name:schema value:shop
    --property name:schema value:billing -- finding
    --changeset ada:1
    CREATE TABLE ${schema}.orders (id bigint PRIMARY KEY);
    ```

    Give it another name, or take one of the two away.

    Does not fire on one value for each kind of database or context, or on the same value again.

    ```liquibase
    --liquibase formatted sql
    --property name:now value:now() dbms:postgresql
    --property name:now value:sysdate dbms:oracle
    --property name:schema value:shop context:a
    --property name:schema value:test context:b
    --changeset ada:1
    CREATE TABLE orders (at timestamp DEFAULT ${now});
    ```

    Known elsewhere as: nothing.
    """
    for _, said, place in trapped(changeset, "property"):
        yield Problem(
            f"the property {said!r} has a value already, and Liquibase keeps the first",
            "take one of the two away, or give it another name",
            place,
        )
