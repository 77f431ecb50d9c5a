"""Character sets that a project does not want."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.tables import CreateTable, SetTableOption
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.defaults import columns
from branchline.rules.mysql.servers import of
from branchline.rules.sentences import listing, verb


@rule("charset-collation", severity=Severity.WARNING)
def charset_collation(
    statement: Statement,
    *,
    charsets: tuple[str, ...] = ("utf8mb4", "binary", "ascii"),
    collations: tuple[str, ...] = (),
) -> Iterator[Problem]:
    """A character set or collation is named that is not allowed.

    Allowed are utf8mb4, binary and ascii, unless `charsets` says otherwise;
    `collations`, where given, are all that is allowed of those. `utf8` is
    utf8mb3, which has no emoji and half of no Chinese name.

    ```sql mysql 8.0
    CREATE TABLE posts (id int PRIMARY KEY, title varchar(80)) CHARACTER SET utf8; -- finding
    CREATE TABLE notes (body text CHARACTER SET latin1); -- finding
    ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb3; -- finding
    ALTER TABLE posts DEFAULT COLLATE latin1_bin; -- finding
    ```

    ```sql mysql 8.0
    CREATE TABLE posts (id int PRIMARY KEY, title varchar(80)) CHARACTER SET utf8mb4;
    CREATE TABLE notes (body text, code char(9) CHARACTER SET ascii);
    ```

    Does not fire where none is named.

    Known elsewhere as: skeema charset, bytebase SYSTEM_CHARSET_ALLOWLIST,
    SYSTEM_COLLATION_ALLOWLIST, TABLE_REQUIRE_CHARSET and COLUMN_REQUIRE_CHARSET.
    """
    found: dict[tuple[Name, str], list[str]] = {}
    for table, what, charset, collation in _named(statement):
        name = charset or collation.partition("_")[0]
        if name and name.lower() not in charsets:
            found.setdefault((table, f"written in {name}"), []).append(what)
        elif collation and collations and collation.lower() not in collations:
            found.setdefault((table, f"compared by {collation}"), []).append(what)
    for (_, how), names in found.items():
        allowed = charsets if how.startswith("written") else collations
        yield Problem(
            f"{listing(names)} {verb(names, 'is', 'are')} {how}", f"use {' or '.join(allowed)}"
        )


def _named(statement: Statement) -> Iterator[tuple[Name, str, str, str]]:
    """Yield what is named of a table or a column: character set and collation."""
    for create, _ in of(statement, CreateTable):
        options, name = dict(create.options), str(create.table)
        yield create.table, name, options.get("charset", ""), options.get("collate", "")
    for option, _ in of(statement, SetTableOption):
        table, name = option.table, str(option.table)
        if option.option in {"charset", "convert charset"}:
            yield table, name, "" if option.value == "default" else option.value, ""
        elif option.option == "collate":
            yield table, name, "", option.value
    for table, column in columns(statement):
        charset = column.type.charset if column.type is not None else ""
        yield table, f"{table}.{column.name}", charset, column.collation
