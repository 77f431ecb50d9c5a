"""Names that the grammar wants for itself."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.new_names import new_names
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import RESERVED


@rule("reserved-word", severity=Severity.WARNING)
def reserved_word(statement: Statement) -> Iterator[Problem]:
    """Something new is called by a reserved word.

    It has to stand in quotes wherever it is used, in every query that anybody
    ever writes. Who forgets them gets a syntax error, or another thing:
    `SELECT user` is no column.

    ```sql
    CREATE TABLE "order" (id bigint PRIMARY KEY, "user" text); -- finding
    ```

    Choose another name.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, user_name text);
    ```

    Does not fire on names that are there already.

    ```sql
    DROP TABLE "order";
    ```

    Known elsewhere as: skeema reserved-word, bytebase
    NAMING_IDENTIFIER_NO_KEYWORD, Liquibase PostgresReservedKeywords and its kin.
    """
    reserved = RESERVED if statement.engine.dialect == "postgres" else _EVERYWHERE
    found = [new.words for new in new_names(statement) if new.name.lower() in reserved]
    if found:
        names = [*dict.fromkeys(found)]
        yield Problem(
            f"{listing(names)} {verb(names, 'is a reserved word', 'are reserved words')}"
            " and will have to stand in quotes",
            "choose another name",
        )


# Reserved in MySQL, MariaDB, SQLite, SQL Server and Oracle alike.
_EVERYWHERE = frozenset(
    [
        "add",
        "all",
        "alter",
        "and",
        "as",
        "between",
        "by",
        "check",
        "create",
        "default",
        "delete",
        "distinct",
        "drop",
        "else",
        "from",
        "group",
        "having",
        "in",
        "index",
        "insert",
        "into",
        "is",
        "like",
        "not",
        "null",
        "on",
        "or",
        "order",
        "select",
        "set",
        "table",
        "then",
        "to",
        "union",
        "unique",
        "update",
        "values",
        "where",
    ]
)
