"""MySQL's character sets: what a table's default and CONVERT TO make of its columns.

Another default is for new columns: the old ones keep what they were made with.
"""

from branchline.model.operations.base import Column
from branchline.model.schema import Table
from branchline.model.value import replace
from branchline.sql.catalog.draft import MOST

LETTERS = frozenset({"charset", "collate", "convert charset"})
"""The options of a table that speak of letters."""

_Options = tuple[tuple[str, str], ...]


def lettered(table: Table, option: str, value: str) -> Table:
    """Return a table with another default, or with all its texts converted."""
    if option == "convert charset":
        table = replace(table, columns=tuple(map(_bare, table.columns)))
        option = "charset"
    else:
        table = replace(table, columns=tuple(_kept(table, column) for column in table.columns))
    if option == "charset":
        table = replace(table, options=_without(table, "collate"))
    return replace(table, options=with_option(table, option, value))


def with_option(table: Table, option: str, value: str) -> _Options:
    """Return the options of a table with one of them set."""
    return (*_without(table, option), (option, value))[-MOST:]


def _without(table: Table, option: str) -> _Options:
    return tuple(pair for pair in table.options if pair[0] != option)


def _bare(column: Column) -> Column:
    type_ = replace(column.type, charset="") if column.type is not None else None
    return replace(column, type=type_, collation="")


def _kept(table: Table, column: Column) -> Column:
    """Write down what the column had from its table."""
    options = dict(table.options)
    collation = column.collation or options.get("collate", "")
    if column.type is None or column.type.charset or column.collation:
        return column
    charset = options.get("charset") or collation.partition("_")[0] or _USUAL
    return replace(column, type=replace(column.type, charset=charset), collation=collation)


_USUAL = "utf8mb4"
