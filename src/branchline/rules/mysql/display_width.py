"""Widths of integers that mean nothing."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.defaults import columns


@rule("display-width", severity=Severity.WARNING)
def display_width(statement: Statement) -> Iterator[Problem]:
    """An integer has a width: it limits nothing, and MySQL will forget it.

    ```sql mysql 8.0
    CREATE TABLE orders (id int(11) PRIMARY KEY, total bigint(20)); -- finding
    ```

    ```sql mysql 8.0
    CREATE TABLE orders (id int PRIMARY KEY, total bigint, paid tinyint(1), ok boolean);
    ```

    Does not fire on tinyint(1), by which clients know a boolean.

    Known elsewhere as: skeema display-width.
    """
    for table, column in columns(statement):
        type_ = column.type
        if type_ is None or type_.name not in _INTEGERS or not type_.arguments:
            continue
        if (type_.name, type_.arguments) != ("tinyint", (1,)):
            yield Problem(
                f"{table}.{column.name} is {type_}: the width limits nothing",
                f"write {type_.name}",
            )


_INTEGERS = {"tinyint", "smallint", "mediumint", "int", "bigint"}
