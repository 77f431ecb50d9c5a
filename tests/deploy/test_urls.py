"""What is made of a URL, before anything is connected."""

import sys
from pathlib import Path

import pytest

from branchline.deploy.drivers import connect
from branchline.deploy.drivers.mysql import MySQL
from branchline.deploy.drivers.postgres import Postgres
from branchline.deploy.drivers.url import Where, where
from branchline.errors import DeployError
from branchline.model.environments import Instance
from branchline.model.settings import DeploySettings

SETTINGS = DeploySettings()


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("postgresql://ada:p%40ss@db:5433/shop", Where("db", 5433, "ada", "p@ss", "shop")),
        ("postgres://db/shop", Where("db", database="shop")),
        ("postgresql+psycopg://ada@db/shop", Where("db", user="ada", database="shop")),
        ("mysql+pymysql://ada@[::1]:3307/shop", Where("::1", 3307, "ada", "", "shop")),
        (
            "jdbc:mariadb://db:3306/shop?user=ada&password=p%26w&useSSL=true",
            Where("db", 3306, "ada", "p&w", "shop", {"useSSL": "true"}),
        ),
    ],
)
def test_a_url_says_where(url: str, found: Where) -> None:
    assert where(url) == found


@pytest.mark.parametrize(
    "url",
    ["postgresql:shop", "mysql://db:port/shop", "postgresql://[::1/x", "mysql://db/sh\0op"],
)
def test_what_is_no_url_is_said_without_it(url: str) -> None:
    with pytest.raises(DeployError) as found:
        where(url)

    assert found.value.message == "the URL of the database cannot be read"


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://db.example.org/shop", "require"),
        ("postgresql://10.0.0.3/shop", "require"),
        ("postgresql://localhost/shop", None),
        ("postgresql://127.0.0.1/shop", None),
        ("postgresql://%2Frun%2Fpostgresql/shop", None),
        ("postgresql:///shop?host=db.example.org", "require"),
        ("postgresql:///shop?host=/run/postgresql", None),
        ("postgresql://db.example.org/shop?sslmode=disable", "disable"),
        ("postgresql://localhost/shop?sslmode=verify-full", "verify-full"),
        ("jdbc:postgresql://localhost/shop?ssl=true", "require"),
    ],
)
def test_postgres_speaks_tls_to_hosts_that_are_not_local(
    monkeypatch: pytest.MonkeyPatch, url: str, mode: str | None
) -> None:
    monkeypatch.delenv("PGHOST", raising=False)
    monkeypatch.delenv("PGSSLMODE", raising=False)

    assert Postgres(url, SETTINGS).parameters().get("sslmode") == mode


def test_a_host_that_only_the_environment_names_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example.org")
    monkeypatch.delenv("PGSSLMODE", raising=False)

    assert Postgres("postgresql:///shop", SETTINGS).parameters()["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "tls"),
    [
        ("mysql://db.example.org/shop", {"ssl": {"check_hostname": False, "verify_mode": False}}),
        ("mysql://localhost/shop", {}),
        ("mysql://db.example.org/shop?ssl-mode=DISABLED", {"ssl_disabled": True}),
        ("jdbc:mysql://db.example.org/shop?useSSL=false", {"ssl_disabled": True}),
        (
            "mysql://localhost/shop?ssl-mode=VERIFY_IDENTITY&ssl-ca=/ca.pem",
            {"ssl_ca": "/ca.pem", "ssl_verify_cert": True, "ssl_verify_identity": True},
        ),
    ],
)
def test_mysql_speaks_tls_to_hosts_that_are_not_local(url: str, tls: dict[str, object]) -> None:
    asked = MySQL(url, SETTINGS).parameters()

    assert {name: asked[name] for name in asked if name.startswith("ssl")} == tls


@pytest.mark.parametrize(
    ("url", "module", "hint"),
    [
        ("postgresql://db/shop", "psycopg", "pip install 'branchline[postgres]'"),
        ("mysql://db/shop", "pymysql", "pip install 'branchline[mysql]'"),
    ],
)
def test_an_extra_that_is_not_installed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, module: str, hint: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(DeployError) as found:
        connect(Instance("main", "app", url), tmp_path, {}, SETTINGS).history()

    assert "which is not installed" in found.value.message
    assert found.value.hint == hint


def test_a_url_without_a_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="the URL names no database"):
        connect(Instance("main", "app", "mysql://db"), tmp_path, {}, SETTINGS).history()
