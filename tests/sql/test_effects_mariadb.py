import os
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from urllib.parse import urlsplit

import pymysql
import pytest
from pymysql.cursors import Cursor

from branchline.model.effects import Effect, Engine
from branchline.sql.split import split
from tests import services
from tests.sql.effect_cases import Case, cases
from tests.sql.units import statements

CASES = tuple(cases("mariadb"))
WAYS = tuple(product(("INSTANT", "NOCOPY", "INPLACE", "COPY"), ("NONE", "SHARED", "EXCLUSIVE")))
# What a server answers when it knows a way and cannot take it.
NOT_SO = {1221, 1845, 1846}
ENGINE = Engine("mariadb", (10, 11))


@pytest.fixture(scope="module")
def server(mariadb_server: str) -> Iterator[Cursor]:
    """A session in a database of this module alone: each case empties it."""
    with services.database(mariadb_server, f"branchline_ways_{os.getpid()}") as url:
        parts = urlsplit(url)
        with (
            closing(
                pymysql.connect(
                    host=parts.hostname or "",
                    port=parts.port or 3306,
                    user=parts.username,
                    password=parts.password or "",
                    database=parts.path[1:],
                    charset="utf8mb4",
                    autocommit=True,
                )
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(f"ALTER DATABASE {parts.path[1:]} CHARACTER SET utf8mb4")
            # MariaDB 10.11 stops dead when it builds a FULLTEXT index and cannot write there.
            cursor.execute("SET SESSION innodb_tmpdir = '/var/tmp'")
            cursor.execute("SELECT version()")
            [version] = cursor.fetchone() or [""]
            if not version.startswith("10.11."):
                pytest.skip(f"not for MariaDB {version}")
            yield cursor


@pytest.mark.parametrize("case", CASES, ids=[str(number) for number in range(len(CASES))])
def test_says_the_best_way_that_the_server_has(case: Case, server: Cursor) -> None:
    effect = said(case)

    assert not effect.unknown
    assert (effect.algorithm, effect.lock) == measured(case, server)
    assert not effect.transactional


def said(case: Case) -> Effect:
    """What the effects say of the last statement; settings made before it hold for it."""
    before, statement = _before(case)
    sets = [text for text in before if text.startswith("set")]
    judged = statements("; ".join([*sets, statement]), before=";".join(before), engine=ENGINE)
    assert not [one.error for one in judged if one.error]
    return judged[-1].effect


def measured(case: Case, server: Cursor) -> tuple[str, str]:
    """Run a case in one way after the other; the first that the server takes is its best."""
    server.execute("SET foreign_key_checks = 0")
    server.execute("SHOW TABLES")
    for (name,) in server.fetchall():
        server.execute(f"DROP TABLE `{name}`")
    server.execute("SET foreign_key_checks = 1, sql_mode = DEFAULT")
    before, statement = _before(case)
    for text in before:
        server.execute(text)
    mark = ", " if statement.startswith("alter") else " "
    for algorithm, lock in WAYS:
        try:
            server.execute(f"{statement}{mark}ALGORITHM={algorithm}{mark}LOCK={lock}")
        except pymysql.Error as error:
            if error.args[0] not in NOT_SO:
                raise
        else:
            return algorithm, lock
    raise AssertionError("the server has no way at all")


def _before(case: Case) -> tuple[list[str], str]:
    *before, last = [piece.text for piece in split(case.setup + case.statement, "mariadb")]
    return before, last
