"""Columns in an order that wastes room in every row."""

from collections.abc import Iterable, Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Column
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import listed


@rule("column-alignment", severity=Severity.INFO)
def column_alignment(statement: Statement, *, waste: int = 8) -> Iterator[Problem]:
    """The order of a table's columns wastes bytes in every row.

    PostgreSQL begins a bigint or a timestamp at a multiple of eight bytes, an
    integer at one of four, and leaves the room before it empty.

    ```sql
    CREATE TABLE orders (paid boolean, id bigint, sent boolean, at timestamptz); -- finding
    ```

    Put the widest columns first, and those of no fixed width last. `waste` is how
    many bytes a row must lose to be worth a word.

    Does not fire on tables made from a query, on other dialects, or in a rollback.

    ```sql
    CREATE TABLE orders (id bigint, at timestamptz, paid boolean, sent boolean);
    ```

    Known elsewhere as: atlas PG110.
    """
    for create, _ in statement.of(CreateTable, dialect="postgres", part=Part.UP):
        fixed = [column for column in create.columns if _width(column)[0]]
        best = sorted(fixed, key=lambda column: -_width(column)[1])
        lost = _padding(fixed) - _padding(best)
        if lost >= waste:
            names = listed(tuple(column.name for column in best))
            yield Problem(
                f"each row of {create.table} loses {lost} bytes to the order of its columns",
                f"put the widest first: {names}, then those of no fixed width",
            )


def _padding(columns: Iterable[Column]) -> int:
    """Return the bytes that stay empty before columns of fixed width, in this order."""
    at = lost = 0
    for column in columns:
        size, alignment = _width(column)
        gap = -at % alignment
        lost += gap
        at += gap + size
    return lost


def _width(column: Column) -> tuple[int, int]:
    """Return size and alignment in bytes; 0 for what has no fixed width. Source: pg_type."""
    if column.type is None or column.type.array:
        return 0, 1
    return _WIDTHS.get(column.type.name, (0, 1))


_WIDTHS = {
    **dict.fromkeys(("bigint", "bigserial", "double precision"), (8, 8)),
    **dict.fromkeys(("timestamp", "timestamptz", "time", "money"), (8, 8)),
    **dict.fromkeys(("integer", "serial", "real", "date", "oid"), (4, 4)),
    **dict.fromkeys(("smallint", "smallserial"), (2, 2)),
    "interval": (16, 8),
    "timetz": (12, 8),
    "uuid": (16, 1),
    "boolean": (1, 1),
}
