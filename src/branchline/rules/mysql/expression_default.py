"""Defaults that are computed for every row."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Column, ConstraintKind
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import copied, ticked


@rule("expression-default", severity=Severity.WARNING)
def expression_default(statement: Statement) -> Iterator[Problem]:
    """A new column's default is an expression: the table is copied while writes wait.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN token varchar(36) DEFAULT (uuid()); -- finding
    ```

    Add the column with a plain default or none, and set the expression after.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN token varchar(36);
    ALTER TABLE orders ALTER COLUMN token SET DEFAULT (uuid());
    ```

    Does not fire on a table that nobody else can see, on CURRENT_TIMESTAMP, or
    where MariaDB computes the value once.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN made datetime DEFAULT CURRENT_TIMESTAMP;
    ```

    ```sql mariadb
    ALTER TABLE orders ADD COLUMN day date DEFAULT (curdate());
    ALTER TABLE orders ADD COLUMN token varchar(36) DEFAULT (uuid()); -- finding
    ```

    Known elsewhere as: strong_migrations add_column_default_callable.
    """
    for add in copied(statement, AddColumn):
        column = add.column
        if column.default is not None and not column.generated and not _has_other_cause(column):
            yield Problem(
                f"{add.table} is copied as a whole to compute {column.name} for every row:"
                " writes wait",
                f"add {column.name} without a default, then ALTER TABLE {ticked(add.table)}"
                f" ALTER COLUMN {ticked(column.name)} SET DEFAULT {column.default.text}",
            )


def _has_other_cause(column: Column) -> bool:
    """Whether another clause is why: a constant in the default asks for no copy."""
    others = {ConstraintKind.FOREIGN_KEY, ConstraintKind.CHECK}
    plain = column.default is not None and not (column.default.functions or column.default.columns)
    return plain or any(found.kind in others for found in column.constraints)
