"""Tables that forget what they were."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import SetTableOption
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("drop-system-versioning", severity=Severity.WARNING)
def drop_system_versioning(statement: Statement) -> Iterator[Problem]:
    """System versioning is switched off, and every old version of a row is gone.

    ```sql mariadb
    ALTER TABLE prices DROP SYSTEM VERSIONING; -- finding
    ```

    Copy the history first; a table of its own keeps it.

    ```sql mariadb
    CREATE TABLE prices_history AS SELECT * FROM prices FOR SYSTEM_TIME ALL;
    ```

    Does not fire on a table that nobody else can see, or in a rollback.

    ```sql mariadb
    CREATE TABLE carts (id bigint) WITH SYSTEM VERSIONING;
    ALTER TABLE carts DROP SYSTEM VERSIONING;
    ALTER TABLE carts ADD SYSTEM VERSIONING;
    ```

    Known elsewhere as: nothing.
    """
    for option, _ in statement.of(SetTableOption, part=Part.UP):
        off = option.option == "system versioning" and option.value in {"false", "off"}
        if off and not statement.is_private(option.table):
            table = quoted(option.table)
            yield Problem(
                f"drops every old version of the rows of {option.table}",
                f"keep them first: CREATE TABLE {quoted(f'{option.table.name}_history')} AS"
                f" SELECT * FROM {table} FOR SYSTEM_TIME ALL",
            )
