"""New columns that the server fills by its own lights."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Update
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import seen, ticked
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing


@rule("implicit-default", severity=Severity.WARNING)
def implicit_default(statement: Statement) -> Iterator[Problem]:
    """A NOT NULL column is added without a default: old rows silently get 0 or an empty text.

    MySQL and MariaDB do not refuse it, whatever the mode: a number becomes 0, a
    text empty, an ENUM its first value.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN region varchar(9) NOT NULL; -- finding
    ```

    Say what old rows have.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN region varchar(9) NOT NULL DEFAULT 'eu';
    ```

    Does not fire on a table that nobody else can see, when the server makes the
    value (AUTO_INCREMENT, a generated column), when the same changeset fills
    the column afterwards, or in a rollback.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN region varchar(9) NOT NULL;
    UPDATE orders SET region = 'eu' WHERE id > 0;
    ```

    ```sql mariadb
    CREATE TABLE carts (id int PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN owner int NOT NULL;
    ALTER TABLE orders ADD COLUMN number bigint NOT NULL AUTO_INCREMENT UNIQUE;
    ```

    Known elsewhere as: atlas MY101.
    """
    if statement.part is not Part.UP:
        return
    adds = (add for add, _ in seen(statement, AddColumn) if _is_guessed(statement, add))
    for table, mine in by_table(adds):
        names = [f"{_value(add)} in {add.column.name}" for add in mine]
        columns = ", ".join(
            f"ADD COLUMN {ticked(add.column.name)} {add.column.type} NOT NULL DEFAULT {_value(add)}"
            for add in mine
        )
        yield Problem(
            f"every row of {table} silently gets {listing(names)}",
            f"say it: ALTER TABLE {ticked(table)} {columns}",
        )


def _is_guessed(statement: Statement, add: AddColumn) -> bool:
    column = add.column
    made = column.default is not None or column.identity or bool(column.generated)
    updates = statement.later_on(Update, add.table)
    filled = any(column.name in update.columns for update in updates)
    return column.not_null and not made and not filled


def _value(add: AddColumn) -> str:
    type_ = add.column.type
    if type_ is not None and type_.values and type_.name == "enum":
        return f"'{type_.values[0]}'"
    return "0" if type_ is not None and type_.name in _NUMBERS else "''"


_NUMBERS = {
    "tinyint",
    "smallint",
    "mediumint",
    "int",
    "bigint",
    "decimal",
    "float",
    "double",
    "bit",
    "year",
}
