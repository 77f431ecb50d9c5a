"""Sessions in which MySQL guesses."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import SetVariable
from branchline.model.operations.tables import ModifyColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.modified import before
from branchline.rules.mysql.servers import of, seen


@rule("non-strict-mode", severity=Severity.WARNING)
def non_strict_mode(statement: Statement) -> Iterator[Problem]:
    """The session is told to write something else where a value does not fit.

    Without STRICT_TRANS_TABLES a text that is too long is cut, a number that is
    too large becomes the largest, and NULL becomes 0 or an empty text where a
    column is made NOT NULL.

    ```sql mysql 8.0
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY, total int);
    -- changeset 0002_total
    SET sql_mode = ''; -- finding
    ALTER TABLE orders MODIFY total int NOT NULL; -- finding
    ```

    Keep the server's mode, or name a strict one.

    ```sql mysql 8.0
    SET sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE';
    SET sql_mode = 'TRADITIONAL';
    ```

    Does not fire where the mode is put back or made from the one in force, or
    on a table that nobody else can see.

    ```sql mysql 8.0
    SET sql_mode = DEFAULT;
    SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES');
    SET sql_mode = @old_sql_mode;
    ```

    Known elsewhere as: strong_migrations change_column_null.
    """
    for found, _ in of(statement, SetVariable):
        if found.name == "sql_mode" and not _is_strict(found.value):
            yield Problem(
                "values that do not fit are cut or replaced from here on, without an error",
                "name a strict mode: SET sql_mode = 'STRICT_TRANS_TABLES'",
            )
    if _is_strict(statement.situation.setting("sql_mode")):
        return
    for modify, _ in seen(statement, ModifyColumn):
        old = before(statement, modify)
        if modify.column.not_null and not (old is not None and old.not_null):
            yield Problem(
                f"NULL in {modify.table}.{modify.column.name} becomes 0 or an empty text:"
                " the session is not strict",
                "set a strict mode first: SET sql_mode = 'STRICT_TRANS_TABLES'",
            )


def _is_strict(mode: str | None) -> bool:
    """Whether a mode is strict, the server's own, or one that cannot be read here."""
    if mode is None or "@" in mode:
        return True
    return "STRICT_" in mode.upper() or "TRADITIONAL" in mode.upper()
