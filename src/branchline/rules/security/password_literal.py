"""Secrets that everybody with the repository can read."""

import re
from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Expression, Operation
from branchline.model.operations.objects import AlterObject, CreateObject
from branchline.model.operations.session import Insert, Update
from branchline.model.operations.tables import AddColumn, CreateTable, SetDefault
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("password-literal")
def password_literal(statement: Statement) -> Iterator[Problem]:
    """A password, a key or a token stands in the changelog.

    Git keeps it for ever, in every clone. It is known from now on, even if the
    next commit takes it out.

    ```sql
    CREATE ROLE app LOGIN PASSWORD 'hunter2'; -- finding
    CREATE USER MAPPING FOR app SERVER billing OPTIONS (password 'hunter2'); -- finding
    INSERT INTO settings VALUES ('db', 'postgres://app:hunter2@db/app'); -- finding
    ```

    ```sql mysql
    CREATE USER app IDENTIFIED BY 'hunter2'; -- finding
    ALTER USER app IDENTIFIED WITH caching_sha2_password BY 'hunter3'; -- finding
    ```

    Change it now. Set it where secrets are kept, or let the tool fill it in.

    ```sql
    CREATE ROLE app LOGIN PASSWORD '${app_password}';
    ```

    Does not fire on PASSWORD NULL, or on an address without a password.

    ```sql
    ALTER ROLE app PASSWORD NULL;
    INSERT INTO settings VALUES ('db', 'postgres://app@db/app');
    INSERT INTO settings VALUES ('db', 'postgres://app:${password}@db/app');
    ```

    Known elsewhere as: Flyway RX002.
    """
    for operation in (one for kind in _TELLING for one, _ in statement.of(kind)):
        for words in dict.fromkeys((*_options(operation), *_texts(operation))):
            yield Problem(
                f"{words} stands in the changelog, where everybody can read it",
                "change it now, and set it where secrets are kept",
            )


def _options(operation: Operation) -> Iterator[str]:
    if isinstance(operation, (CreateObject, AlterObject)):
        for name, value in operation.options:
            if value == "literal":
                secret = "a password" if name == "connection" else f"the {name}"
                yield f"{secret} of {operation.name}"


def _texts(operation: Operation) -> Iterator[str]:
    for text in _strings(operation):
        yield from (words for words, pattern in _SECRETS if pattern.search(text))


def _strings(operation: Operation) -> tuple[str, ...]:
    match operation:
        case Insert(values=values) | Update(values=values):
            return values
        case SetDefault(default=default):
            return default.strings
        case AddColumn(column=column):
            return _of(column.default)
        case CreateTable(columns=columns):
            return tuple(text for column in columns for text in _of(column.default))
        case _:
            return ()


def _of(expression: Expression | None) -> tuple[str, ...]:
    return expression.strings if expression else ()


_TELLING = (CreateObject, AlterObject, Insert, Update, SetDefault, AddColumn, CreateTable)
# Source: the forms of keys that their makers document.
_SECRETS = (
    ("an address with a password", re.compile(r"\b\w+://[^/\s:@]+:(?![$:{<])[^/\s:@]+@")),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("an access key of AWS", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a token of GitHub", re.compile(r"\bgh[pousr]_[0-9A-Za-z]{36}\b")),
    ("a token of Slack", re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{20,}")),
    ("a secret key of Stripe", re.compile(r"\bsk_live_[0-9A-Za-z]{20,}")),
)
