"""Widths of integers that mean nothing."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.defaults import columns
from branchline.rules.sentences import listing


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
    found: dict[str, list[str]] = {}
    for table, column in columns(statement):
        type_ = column.type
        if type_ is None or type_.name not in _INTEGERS or not type_.arguments:
            continue
        if (type_.name, type_.arguments) != ("tinyint", (1,)):
            found.setdefault(str(table), []).append(f"{column.name} {type_}")
    for name, widths in found.items():
        yield Problem(
            f"the width in {listing(widths)} of {name} limits nothing", "leave the width out"
        )


_INTEGERS = {"tinyint", "smallint", "mediumint", "int", "bigint"}
