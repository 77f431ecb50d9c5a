"""What every test may rely on: a quiet Git identity, and real databases.

The environment is set once per session and process-wide, so that commands a
test starts see it as well.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import count
from typing import TypeVar

import hypothesis
import pytest

from tests import services
from tests.real_liquibase import Liquibase, liquibase

# A loaded machine is not a failing test.
hypothesis.settings.register_profile(
    "branchline", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("branchline")

_FOREIGN = ("GIT_", "GITHUB_", "GITLAB_", "CI_", "GL_", "BRANCHLINE_")
_NUMBERS = count(1)
Given = TypeVar("Given")
_IN_CI = os.environ.get("CI") == "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `pytest --accept` rewrite what golden cases expect."""
    parser.addoption("--accept", action="store_true", help="rewrite tests/golden/*/expected")


@pytest.fixture(scope="session", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the machine's Git, CI and cache from tests; fix who commits, and when."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(_FOREIGN)]:
            if not name.startswith("BRANCHLINE_TEST_"):
                patch.delenv(name)
        patch.delenv("CI", raising=False)
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Ada")
            patch.setenv(f"GIT_{role}_EMAIL", "ada@example.org")
            patch.setenv(f"GIT_{role}_DATE", "2026-01-02T03:04:05+00:00")
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_TERMINAL_PROMPT", "0")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL server on which a test may create databases."""
    yield from _server("postgres")


@pytest.fixture(scope="session")
def newest_postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL 18, on which a test may create databases."""
    yield from _given("postgres 18", services.newest_postgres())


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[str]:
    """URL of a MariaDB server on which a test may create databases."""
    yield from _server("mariadb")


@pytest.fixture(scope="session")
def real_liquibase() -> Iterator[Liquibase]:
    """Liquibase 4.29 itself, on SQLite."""
    yield from _given("liquibase", liquibase())


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database of this process, shared by its tests."""
    with services.database(postgres_server, _name()) as url:
        yield url


@pytest.fixture(scope="session")
def mariadb_url(mariadb_server: str) -> Iterator[str]:
    """A MariaDB database of this process, shared by its tests."""
    with services.database(mariadb_server, _name()) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database of this test alone."""
    with services.database(postgres_server, f"{_name()}_{next(_NUMBERS)}") as url:
        yield url


@pytest.fixture
def empty_mariadb_url(mariadb_server: str) -> Iterator[str]:
    """A MariaDB database of this test alone."""
    with services.database(mariadb_server, f"{_name()}_{next(_NUMBERS)}") as url:
        yield url


def _server(kind: str) -> Iterator[str]:
    yield from _given(kind, services.server(kind, os.environ))


def _given(kind: str, server: AbstractContextManager[Given]) -> Iterator[Given]:
    try:
        with server as url:
            yield url
    except services.Unavailable as reason:
        if _IN_CI:
            pytest.fail(f"{kind}: {reason}")
        pytest.skip(f"{kind}: {reason}")


def _name() -> str:
    return f"branchline_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
