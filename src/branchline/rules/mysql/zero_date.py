"""Dates that are none."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.defaults import defaults
from branchline.rules.sentences import listing, verb


@rule("zero-date", severity=Severity.WARNING)
def zero_date(statement: Statement) -> Iterator[Problem]:
    """A default is '0000-00-00', which is no date.

    A server in its usual mode refuses it; where it is taken, most programs
    cannot read the row.

    ```sql mysql 8.0
    CREATE TABLE orders (paid datetime DEFAULT '0000-00-00 00:00:00'); -- finding
    ALTER TABLE orders ALTER COLUMN paid SET DEFAULT '0000-00-00'; -- finding
    ```

    Use NULL for a day that is not known.

    ```sql mysql 8.0
    CREATE TABLE orders (id int PRIMARY KEY, paid datetime NULL, made date DEFAULT '2020-01-01');
    ```

    Does not fire on any other date.

    Known elsewhere as: skeema zero-date.
    """
    found: dict[str, list[str]] = {}
    for table, column, default in defaults(statement):
        if any(text.startswith("0000-00-00") for text in default.strings):
            found.setdefault(str(table), []).append(f"{table}.{column}")
    for names in found.values():
        yield Problem(
            f"{listing(names)} {verb(names, 'defaults', 'default')} to a day that is none",
            f"make {verb(names, 'it', 'them')} NULL, or CURRENT_TIMESTAMP",
        )
