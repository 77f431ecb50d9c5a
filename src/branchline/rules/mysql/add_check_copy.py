"""CHECK constraints that are checked by copying the table."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind, Name
from branchline.model.operations.tables import AddColumn, AddConstraint, AlterConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import copied, online


@rule("add-check-copy", severity=Severity.WARNING)
def add_check_copy(statement: Statement) -> Iterator[Problem]:
    """ADD CHECK copies the whole table while writes wait.

    ```sql mariadb 10.11
    ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0); -- finding
    ```

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN age int CHECK (age > 0); -- finding
    ```

    Add it with a tool that lets others write.

    Does not fire on a table that nobody else can see, on NOT ENFORCED, before
    MySQL 8.0.16, which reads CHECK and forgets it, or beside a new column of
    MariaDB, which is instant.

    ```sql mysql 8.0
    CREATE TABLE carts (id int PRIMARY KEY, total int);
    ALTER TABLE carts ADD CHECK (total > 0);
    ALTER TABLE orders ADD CHECK (total > 0) NOT ENFORCED;
    ```

    ```sql mysql 5.7
    ALTER TABLE orders ADD CHECK (total > 0);
    ```

    ```sql mariadb 10.11
    ALTER TABLE orders ADD COLUMN age int CHECK (age > 0);
    ```

    Known elsewhere as: strong_migrations add_check_constraint.
    """
    checks = [add.table for add in copied(statement, AddConstraint) if _is_check(add)]
    checks += [add.table for add in copied(statement, AddColumn) if _has_check(statement, add)]
    checks += [alter.table for alter in copied(statement, AlterConstraint)]
    for table in dict.fromkeys(checks):
        yield _problem(table)


def _is_check(add: AddConstraint) -> bool:
    return add.constraint.kind is ConstraintKind.CHECK


def _has_check(statement: Statement, add: AddColumn) -> bool:
    if statement.engine.dialect == "mariadb":
        return False
    return any(found.kind is ConstraintKind.CHECK for found in add.column.constraints)


def _problem(table: Name) -> Problem:
    return Problem(f"{table} is copied as a whole to check every row: writes wait", online(table))
