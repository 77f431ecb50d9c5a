"""Values that running code does not know."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AddEnumValue
from branchline.model.operations.tables import ModifyColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.columns import Touched, column_before
from branchline.rules.sentences import listing, verb


@rule("enum-add-value-consumers", severity=Severity.INFO)
def enum_add_value_consumers(statement: Statement) -> Iterator[Problem]:
    """An enum gets a value that running code does not know.

    Code that matches every value, or reads them into an enum of its own, fails on
    the first row that has the new one.

    ```sql
    ALTER TYPE mood ADD VALUE 'furious'; -- finding
    ```

    ```sql mariadb
    -- changeset 0001_people
    CREATE TABLE people (id bigint PRIMARY KEY, mood enum('good', 'bad'));
    -- changeset 0002_mood
    ALTER TABLE people MODIFY mood enum('good', 'bad', 'furious'); -- finding
    ```

    Release readers that know the value before anything writes it.

    Does not fire on a type, table or column that nobody else can see, on a value
    that is there already, or in a rollback.

    ```sql
    CREATE TYPE mood AS ENUM ('good', 'bad');
    ALTER TYPE mood ADD VALUE 'furious';
    ```

    Known elsewhere as: squawk ban-add-enum-value.
    """
    for what, values in _added(statement):
        yield Problem(
            f"{what} gets {verb(values, 'value', 'values')} {listing(values)}:"
            f" code that does not know {verb(values, 'it', 'them')} fails on the first such row",
            f"release readers that know {verb(values, 'it', 'them')} first",
        )


def _added(statement: Statement) -> Iterator[tuple[str, list[str]]]:
    for add, _ in statement.of(AddEnumValue, part=Part.UP):
        known = statement.catalog.types.get(statement.name(add.type))
        there = known is not None and add.value in known.values
        if not there and not statement.is_private(add.type):
            yield str(add.type), [repr(add.value)]
    for change, _ in statement.of(ModifyColumn, part=Part.UP):
        touched = Touched(change.table, change.column.name, change.name)
        before = column_before(statement, touched)
        old = before.type.values if before and before.type else ()
        new = change.column.type.values if change.column.type else ()
        added = [repr(value) for value in new if value not in old]
        if old and added and not touched.is_new(statement):
            yield f"{change.table}.{change.column.name}", added
