r"""Commands of a client that no server understands.

The splitter tells them apart, not the parser: a line that starts with `\` is
none of SQL.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("client-meta-command")
def client_meta_command(statement: Statement) -> Iterator[Problem]:
    r"""A command of psql stands in a migration.

    psql carries it out itself and never sends it. A tool that applies
    migrations sends it to the server, which refuses it.

    ```sql
    \set ON_ERROR_STOP on -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY);
    \i items.sql -- finding
    ```

    Write it in SQL, or take it out: settings are SET, a second file is a
    changeset of its own.

    Does not fire on a backslash inside a string or a statement.

    ```sql
    SELECT E'a\\b';
    ```

    Known elsewhere as: nothing; other linters stop at it with a syntax error.
    """
    if is_meta_command(statement):
        command = statement.text.split(maxsplit=1)[0]
        yield Problem(
            f"{command} is a command of a client, not of the server",
            "write it in SQL, or take it out",
        )


def is_meta_command(statement: Statement) -> bool:
    """Whether the splitter found a client's command here."""
    return statement.error == "client command"
