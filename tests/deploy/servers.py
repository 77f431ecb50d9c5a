"""A project whose database stands on a server, and questions to that server."""

from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pymysql

from tests.deploy.projects import Project

CONFIGURATION = """
[changelogs.app]
path = "db"
format = "plain"
dialect = "{dialect}"

[environments.dev]
branch = "dev"
verify = "{verify}"
[environments.dev.instances.main]
url = "env:URL"

[deploy]
lock_timeout = "{patience}"
retries = 1
"""


class OnServer(Project):
    """A project with a changelog for the engine of `url`."""

    def __init__(
        self, path: Path, url: str, verify: str = "SELECT 1", patience: str = "200ms"
    ) -> None:
        dialect = "postgres" if url.startswith("postgres") else "mariadb"
        super().__init__(
            path, CONFIGURATION.format(dialect=dialect, verify=verify, patience=patience)
        )
        self.url = url

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Ask the database, in a session of its own."""
        return ask(self.url, query)

    def history(self) -> list[tuple[object, ...]]:
        """Return change, outcome and progress of each row."""
        name = '"change"' if self.url.startswith("postgres") else "`change`"
        return self.ask(f"SELECT {name}, outcome, done FROM branchline_history ORDER BY position")


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    """Run a statement in a session of its own; return its rows."""
    if url.startswith("postgres"):
        with psycopg.connect(url, autocommit=True) as postgres:
            found = postgres.execute(query.encode())
            return found.fetchall() if found.description else []
    with closing(mariadb(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def mariadb(url: str) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    """Connect to a MariaDB."""
    parts = urlsplit(url)
    return pymysql.connect(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 3306,
        user=parts.username or "root",
        database=parts.path.removeprefix("/"),
        autocommit=True,
    )


def empty(url: str) -> None:
    """Take everything out of a database of ours."""
    if url.startswith("postgres"):
        ask(url, "DROP SCHEMA public CASCADE")
        ask(url, "CREATE SCHEMA public")
        return
    name = urlsplit(url).path.removeprefix("/")
    ask(url, f"DROP DATABASE `{name}`")
    ask(url.removesuffix(name) + "mysql", f"CREATE DATABASE `{name}`")
