"""Attributes that Liquibase does not know."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem
from branchline.rule import rule
from branchline.rules.liquibase.trapped import trapped


@rule("liquibase-unknown-attribute")
def liquibase_unknown_attribute(changeset: ChangeSet) -> Iterator[Problem]:
    """A changeset has an attribute that Liquibase does not know.

    It looks for the names that it knows and says nothing about any other. With
    `runOnchnge:true` an edited view never reaches a database; with `contexts:test` test
    data reaches all of them. `runOrder`, `onValidationFail` and
    `objectQuotingStrategy` are attributes of XML and YAML: formatted SQL has none of them.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 runOnchnge:true -- finding
    CREATE VIEW open_orders AS SELECT 1;
    --changeset ada:2 runOrder:first -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    --changeset ada:3 ticket:SHOP-4711 -- finding
    CREATE TABLE parcels (id bigint PRIMARY KEY);
    ```

    Correct the name. Words about a change belong in `--comment`: one that looks like no
    name that Liquibase knows is a warning only.

    Does not fire on names in any case, which are all the same to Liquibase.

    ```liquibase
    --liquibase formatted sql
    --changeset ada:1 RunOnChange:true contextFilter:"a or b" labels:x
    CREATE VIEW open_orders AS SELECT 1;
    ```

    Known elsewhere as: nothing.
    """
    for kind, said, place in trapped(changeset, "misspelt", "unknown"):
        yield Problem(
            f"Liquibase knows no attribute {said!r}, and leaves it out without a word",
            _WAYS_OUT.get(said.partition(":")[0].lower(), _WAY_OUT),
            place,
            doubtful=kind == "unknown",
        )


_WAY_OUT = "correct its name; words about the change belong in a --comment line"
_WAYS_OUT = {
    "runorder": "formatted SQL has none: order changesets by their place",
    "contexts": "the name is context",
    "label": "the name is labels",
}
