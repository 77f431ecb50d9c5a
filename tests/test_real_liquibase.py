"""The Liquibase that tests ask does answer."""

from pathlib import Path

import pytest

from tests.real_liquibase import Liquibase, RefusedError, rows

FILE = "--liquibase formatted sql\n--changeset ada:1\ncreate table t (id int);\nselect 1;\n"


def test_liquibase_runs_a_changelog_and_records_it(
    real_liquibase: Liquibase, tmp_path: Path
) -> None:
    (tmp_path / "a.sql").write_text(FILE, encoding="utf-8")

    answer = real_liquibase.run(tmp_path, "update", changelog="a.sql")

    assert answer.code == 0
    assert [(row.id, row.author, row.path) for row in rows(tmp_path)] == [("1", "ada", "a.sql")]


def test_liquibase_says_what_it_reads_for_any_database(
    real_liquibase: Liquibase, tmp_path: Path
) -> None:
    (tmp_path / "a.sql").write_text(FILE, encoding="utf-8")

    [found] = real_liquibase.parse(tmp_path, "a.sql", "postgresql")

    assert found["statements"] == ["create table t (id int)", "select 1"]


def test_liquibase_says_what_it_refuses(real_liquibase: Liquibase, tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text(FILE + "--changesets\n", encoding="utf-8")

    with pytest.raises(RefusedError, match="at line 5"):
        real_liquibase.parse(tmp_path, "a.sql")
