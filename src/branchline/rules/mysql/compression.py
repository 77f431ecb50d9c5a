"""Row formats that a project does not want."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable, SetTableOption
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import of


@rule("compression", severity=Severity.WARNING)
def compression(
    statement: Statement, *, formats: tuple[str, ...] = ("dynamic", "default")
) -> Iterator[Problem]:
    """A table is compressed, or has a row format that is not in `formats`.

    A compressed table takes no column at once: each one writes it anew.

    ```sql mysql 8.0
    CREATE TABLE events (id int PRIMARY KEY) ROW_FORMAT = COMPRESSED; -- finding
    ALTER TABLE events KEY_BLOCK_SIZE = 8; -- finding
    ```

    ```sql mysql 8.0
    CREATE TABLE events (id int PRIMARY KEY) ROW_FORMAT = DYNAMIC;
    ```

    Does not fire on temporary tables.

    Known elsewhere as: skeema compression.
    """
    for create, _ in of(statement, CreateTable):
        for option, value in () if create.temporary else create.options:
            yield from _problem(str(create.table), option, value, formats)
    for change, _ in of(statement, SetTableOption):
        yield from _problem(str(change.table), change.option, change.value, formats)


def _problem(table: str, option: str, value: str, formats: tuple[str, ...]) -> Iterator[Problem]:
    named = option == "row_format" and value.lower() not in formats
    packed = option in {"key_block_size", "page_compressed"} and value != "0"
    if named or packed:
        yield Problem(
            f"{table} has {option.upper()} = {value.upper()}",
            f"use ROW_FORMAT = {formats[0].upper() if formats else 'DYNAMIC'}",
        )
