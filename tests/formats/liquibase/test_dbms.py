"""Kinds of databases, by the names that Liquibase has for them."""

from pathlib import Path

import pytest

from branchline.formats.liquibase.dbms import is_for, nearest
from tests.real_liquibase import Liquibase, rows

SAID = (
    *("sqlite", "!sqlite", "all", "none", "h2", "!h2", "!h2,sqlite", "h2,sqlite", "sqlite3"),
    *("all,!sqlite", "none,sqlite", "!h2,!sqlite", "h2,!sqlite", "SQLite", "!h2,oracle"),
)


def test_liquibase_itself_runs_the_same(real_liquibase: Liquibase, tmp_path: Path) -> None:
    parts = [f"--changeset a:{n} dbms:{said}\nselect 1;\n" for n, said in enumerate(SAID)]
    text = "--liquibase formatted sql\n" + "".join(parts)
    (tmp_path / "a.sql").write_text(text, encoding="utf-8")

    answer = real_liquibase.run(tmp_path, "update", changelog="a.sql")

    assert answer.code == 0
    ran = {SAID[int(row.id)] for row in rows(tmp_path)}
    assert {said for said in SAID if is_for(said, "sqlite")} == ran


@pytest.mark.parametrize(
    ("said", "dialect", "runs"),
    [("postgres", "postgres", False), ("postgresql", "postgres", True), ("mssql", "tsql", True)],
)
def test_a_name_is_liquibases_own(said: str, dialect: str, *, runs: bool) -> None:
    assert is_for(said, dialect) is runs


def test_what_was_meant_is_told() -> None:
    assert nearest('"mysql"') == "mysql"
    assert nearest("postgresq") == "postgresql"
    assert nearest("quux") == ""
