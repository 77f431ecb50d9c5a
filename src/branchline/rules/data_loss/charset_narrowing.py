"""Character sets that lack characters which the old one had."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Column, Name
from branchline.model.operations.tables import AlterColumnType, ModifyColumn, SetTableOption
from branchline.model.schema import Table
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("charset-narrowing", severity=Severity.WARNING)
def charset_narrowing(statement: Statement) -> Iterator[Problem]:
    """A column or a table gets a character set that holds fewer characters.

    Characters that are not in it (an emoji in utf8mb3, most of the world in
    latin1) make the statement fail, or become question marks.

    ```sql mariadb
    -- changeset 0001_posts
    CREATE TABLE posts (title varchar(80) CHARACTER SET utf8mb4, body text)
      DEFAULT CHARACTER SET utf8mb4;
    -- changeset 0002_charsets
    ALTER TABLE posts MODIFY title varchar(80) CHARACTER SET latin1; -- finding
    ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb3; -- finding
    ```

    Keep utf8mb4, or look first for rows that would change.

    Does not fire when the changelog does not tell the old character set, on a
    table that nobody else can see, or in a rollback.

    ```sql mariadb
    -- changeset 0001_posts
    CREATE TABLE posts (title varchar(80)) DEFAULT CHARACTER SET latin1;
    -- changeset 0002_charsets
    ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb4;
    ALTER TABLE imported CONVERT TO CHARACTER SET latin1;
    ```

    Known elsewhere as: bytebase SYSTEM_CHARSET_ALLOWLIST.
    """
    if statement.part is not Part.UP or statement.engine.dialect not in _DIALECTS:
        return
    for modify, _ in statement.of(ModifyColumn):
        yield from _column(statement, modify.table, modify.name, modify.column)
    for alter, _ in statement.of(AlterColumnType):
        column = Column(alter.column, alter.type, collation=alter.collation)
        yield from _column(statement, alter.table, alter.column, column)
    for option, _ in statement.of(SetTableOption):
        table = statement.catalog.table(option.table)
        if option.option == "convert charset" and table is not None:
            old, new = _of_table(table), option.value
            if old and _width(new) < _width(old) and not statement.is_private(option.table):
                yield _problem(str(option.table), old, new, quoted(option.table))


def _column(statement: Statement, table: Name, name: str, new: Column) -> Iterator[Problem]:
    known = statement.catalog.table(table)
    found = known.column(name) if known is not None else None
    if known is None or found is None or statement.is_private(table):
        return
    dialect = statement.engine.dialect
    usual = _of_table(known)
    old, after = _of_column(found, dialect) or usual, _of_column(new, dialect) or usual
    if old and after and _width(after) < _width(old):
        yield _problem(f"{table}.{name}", old, after, quoted(table))


def _problem(what: str, old: str, new: str, table: str) -> Problem:
    return Problem(
        f"{what} goes from {old} to {new}: characters that {new} lacks are lost or refused",
        f"keep {old}, or look first at the rows of {table} that hold such characters",
    )


def _of_column(column: Column, dialect: str) -> str:
    """Return the character set that a column names, by its type or its collation."""
    if column.type is None:
        return ""
    if dialect == "tsql":
        return column.type.name
    return column.type.charset or column.collation.partition("_")[0].lower()


def _of_table(table: Table) -> str:
    options = dict(table.options)
    collation = options.get("collate", "").partition("_")[0]
    return (options.get("convert charset") or options.get("charset") or collation).lower()


def _width(charset: str) -> int:
    return _WIDTHS.get(charset, 1)


_DIALECTS = {"mysql", "mariadb", "tsql"}
# Bytes that a character may take; SQL Server says it by the type.
_WIDTHS = {
    "utf8mb4": 4,
    "utf16": 4,
    "utf16le": 4,
    "utf32": 4,
    "gb18030": 4,
    "utf8": 3,
    "utf8mb3": 3,
    "ucs2": 3,
    "nvarchar": 4,
    "nchar": 4,
    "ntext": 4,
    "binary": 4,
}
