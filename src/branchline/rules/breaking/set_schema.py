"""Objects that running code looks for in their old schema."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import SetSchema
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.again import is_named_here, is_taken_again
from branchline.rules.spelling import quoted


@rule("set-schema")
def set_schema(statement: Statement) -> Iterator[Problem]:
    """A table, view, type or routine moves to another schema.

    Queries that name it with the old schema fail, and so do those that find it by
    a `search_path` without the new one.

    ```sql
    ALTER TABLE orders SET SCHEMA sales; -- finding
    ALTER FUNCTION total(bigint) SET SCHEMA sales; -- finding
    ```

    Leave a view behind in the same changeset; an updatable one serves writes too.

    Does not fire on what nobody else can see, when the same changeset makes
    another object of the old name, or in a rollback.

    ```sql
    ALTER TABLE orders SET SCHEMA sales;
    CREATE VIEW orders AS SELECT * FROM sales.orders;
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts SET SCHEMA sales;
    ```

    Known elsewhere as: squawk ban-set-schema.
    """
    for move, _ in statement.of(SetSchema, part=Part.UP):
        name = move.name
        stays = name.schema == move.schema or is_taken_again(statement, name)
        if statement.is_private(name) or is_named_here(statement, name) or stays:
            continue
        new = f"{quoted(move.schema)}.{quoted(name.name)}"
        way_out = (
            f"create {new} beside it, switch the code, and drop the old one in a later release"
        )
        if move.what in _RELATIONS:
            way_out = (
                f"leave a view behind in the same changeset: CREATE VIEW {quoted(name)}"
                f" AS SELECT * FROM {new}"
            )
        yield Problem(
            f"moves {move.what} {name} to schema {move.schema}: code that says {name} fails",
            way_out,
        )


_RELATIONS = frozenset({"table", "foreign table", "view", "materialized view"})
