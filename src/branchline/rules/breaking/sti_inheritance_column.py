"""Column names that an object-relational mapper takes for its own."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("sti-inheritance-column", severity=Severity.WARNING)
def sti_inheritance_column(
    statement: Statement, *, columns: tuple[str, ...] = ("type",)
) -> Iterator[Problem]:
    """A column is added whose name tells an ORM which class a row belongs to.

    Running code that finds such a column takes its values for the names of
    classes, and fails on every row whose class it does not know.

    ```sql
    ALTER TABLE orders ADD COLUMN type text; -- finding
    ```

    Choose another name, or switch the feature off in the model before. `columns`
    names those that the framework uses.

    Does not fire on a table that nobody else can see, or in a rollback.

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN type text;
    ALTER TABLE orders ADD COLUMN kind text;
    ```

    Known elsewhere as: online_migrations add_inheritance_column.
    """
    for add, _ in statement.of(AddColumn, part=Part.UP):
        if add.column.name in columns and not statement.is_private(add.table):
            yield Problem(
                f"adds {add.table}.{add.column.name}: an ORM may take its values for class names",
                "choose another name, or switch single-table inheritance off in the model first",
            )
