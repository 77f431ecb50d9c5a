"""Addresses and paths that are there in one environment only."""

import re
from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import AlterObject, CreateObject
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("environment-literal", severity=Severity.WARNING)
def environment_literal(statement: Statement) -> Iterator[Problem]:
    """A change names a host or a file that other environments do not have.

    What worked on the first server fails on the next, or talks to the wrong
    one.

    ```sql
    CREATE SERVER billing FOREIGN DATA WRAPPER postgres_fdw
      OPTIONS (host '10.0.3.7', dbname 'billing'); -- finding
    ```

    ```sql sqlite
    -- changeset 0002_archive no-transaction
    ATTACH DATABASE '/srv/archive.db' AS archive; -- finding
    ```

    Keep it out of the changelog: rows stand in the change itself, and addresses
    in what is set up per environment.

    Does not fire on a placeholder, on this host itself, or on COPY from a file
    (`os-or-network-access`).

    ```sql
    CREATE SERVER billing FOREIGN DATA WRAPPER postgres_fdw
      OPTIONS (host '${billing_host}', dbname 'billing');
    CREATE SERVER local FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost');
    ```

    Known elsewhere as: nothing.
    """
    for operation in statement.operations:
        if isinstance(operation, (CreateObject, AlterObject)):
            for name, text in operation.options:
                address = name == "host" and not _HERE.fullmatch(text)
                if address or (name == "file" and _PATH.match(text)):
                    yield _problem(text)


def _problem(literal: str) -> Problem:
    return Problem(
        f"{literal!r} is there in one environment and not in another",
        "keep it out of the changelog, or let the tool fill it in",
    )


_PATH = re.compile(r"/|[A-Za-z]:[\\/]|\\\\")
_HERE = re.compile(r"|localhost|127\.0\.0\.1|::1|/.*|.*[$:{].*")
