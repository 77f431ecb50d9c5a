"""Names that need their quotes for ever."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.new_names import New, new_names
from branchline.rules.sentences import listing, verb


@rule("mixed-case-quoted", severity=Severity.WARNING)
def mixed_case_quoted(statement: Statement) -> Iterator[Problem]:
    """Something new has a name that only quotes keep as it is.

    The server folds names without quotes. Everybody who writes a query has to
    know which names need them, and how they are spelled.

    ```sql
    CREATE TABLE "Orders" (id bigint PRIMARY KEY, "unitPrice" numeric, "e mail" text); -- finding
    ```

    Write it in lower case, with underscores.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, unit_price numeric, e_mail text);
    ```

    On MySQL and MariaDB only tables are meant: whether their names have cases
    depends on the server's file system.

    Does not fire on names that are there already, or on upper case without
    quotes, which is folded.

    ```sql
    CREATE TABLE ORDERS (ID bigint PRIMARY KEY);
    ALTER TABLE "Carts" ADD COLUMN note text;
    ```

    Known elsewhere as: skeema name-case, bytebase NAMING_IDENTIFIER_CASE.
    """
    is_odd = _ODD.get(statement.engine.dialect)
    found = [new.words for new in new_names(statement) if is_odd and is_odd(new)]
    if found:
        names = [*dict.fromkeys(found)]
        yield Problem(
            f"{listing(names)} {verb(names, 'needs', 'need')} quotes wherever"
            f" {verb(names, 'it is', 'they are')} used",
            "write it in lower case, with underscores",
        )


def _folded_down(new: New) -> bool:
    return new.name != new.name.lower() or not new.name.replace("$", "_").isidentifier()


def _folded_up(new: New) -> bool:
    return new.name != new.name.upper() or not new.name.translate(_SIGNS).isidentifier()


def _in_files(new: New) -> bool:
    return new.what == "table" and new.name != new.name.lower()


_SIGNS = {ord("$"): "_", ord("#"): "_"}
_ODD = {
    "postgres": _folded_down,
    "oracle": _folded_up,
    "mysql": _in_files,
    "mariadb": _in_files,
}
